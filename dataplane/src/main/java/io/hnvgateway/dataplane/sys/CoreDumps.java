package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

/// Core files of the process: its memory holds tenants' keys.
public final class CoreDumps {
    private static final int PR_SET_DUMPABLE = 4;

    private CoreDumps() {}

    /// From now on none is written, however the process ends, and nobody without CAP_SYS_PTRACE
    /// reads its memory (prctl(2)).
    public static void forbid() {
        check("prctl(PR_SET_DUMPABLE)", Libc.prctl(PR_SET_DUMPABLE, 0));
    }
}
