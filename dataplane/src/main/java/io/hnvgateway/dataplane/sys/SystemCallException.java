package io.hnvgateway.dataplane.sys;

import java.io.Serial;

/// A system call (or a call into libbpf) that failed for good, with its errno.
public final class SystemCallException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int errno;

    public SystemCallException(String what, int errno) {
        this(what, errno, "");
    }

    public SystemCallException(String what, int errno, String detail) {
        super(what + ": " + Errno.describe(errno) + (detail.isBlank() ? "" : "\n" + detail));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /// The result of a call that [Libc] made; a negative one is thrown.
    public static long check(String what, long result) {
        if (result < 0) {
            throw new SystemCallException(what, (int) -result);
        }
        return result;
    }

    /// As [#check(String, long)] for calls that return an `int`.
    public static int check(String what, int result) {
        return (int) check(what, (long) result);
    }
}
