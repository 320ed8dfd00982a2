package io.hnvgateway.app.supervise;

/// One message of sd_notify(3): `KEY=value` lines.
record Notice(String text) {
    /// Of a status that people read; systemd takes datagrams of 4096 bytes.
    private static final int LONGEST_STATUS = 512;

    static Notice ready(long processId, String status) {
        return new Notice("READY=1\nMAINPID=%d\n%s".formatted(processId, line(status)));
    }

    /// Begins a reload; [#ready] ends it.
    ///
    /// @param monotonicUs CLOCK_MONOTONIC in microseconds, by which systemd tells it from an
    ///   earlier one (`Type=notify-reload`)
    static Notice reloading(long monotonicUs, String status) {
        return new Notice(
                "RELOADING=1\nMONOTONIC_USEC=%d\n%s".formatted(monotonicUs, line(status)));
    }

    static Notice stopping(String status) {
        return new Notice("STOPPING=1\n" + line(status));
    }

    static Notice status(String status) {
        return new Notice(line(status));
    }

    static Notice alive() {
        return new Notice("WATCHDOG=1");
    }

    /// A line's end within it would begin another assignment.
    private static String line(String status) {
        String one = status.replaceAll("\\p{Cntrl}+", " ");
        return "STATUS=" + one.substring(0, Math.min(one.length(), LONGEST_STATUS));
    }
}
