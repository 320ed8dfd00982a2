package io.hnvgateway.dataplane.sys;

import java.lang.foreign.MemorySegment;

/// Error numbers of Linux that the code tells apart.
public final class Errno {
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EOPNOTSUPP = 95;
    public static final int ENETDOWN = 100;
    public static final int ENOBUFS = 105;

    private static final CFunction STRERROR = CFunction.named("strerror");
    private static final int MOST_BYTES = 256;

    private Errno() {}

    /// The C library's words and the number: `Device or resource busy (errno 16)`.
    public static String describe(int errno) {
        MemorySegment text = MemorySegment.ofAddress(STRERROR.call(errno));
        return text.reinterpret(MOST_BYTES).getString(0) + " (errno " + errno + ")";
    }
}
