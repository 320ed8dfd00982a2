package io.hnvgateway.dataplane.port;

/// Who executes the flow entries of packets that leave by a port, and why.
public enum PortExecutor {
    XDP("xdp", "the XDP program sends them out of the device itself"),
    JAVA_PACKET("java", "the data path is AF_PACKET"),
    JAVA_CHOSEN("java", "the connection string says so"),
    JAVA_DEVICE(
            "java",
            "the device takes no frames that XDP redirects to it; a veth does while its peer has an"
                    + " XDP program, or GRO switched on while it is up"),
    JAVA_UNKNOWN(
            "java",
            "the kernel does not say whether the device takes frames that XDP redirects to it; Linux"
                    + " 6.3 and later do");

    private final String label;
    private final String reason;

    PortExecutor(String label, String reason) {
        this.label = label;
        this.reason = reason;
    }

    /// `xdp` or `java`, as the connection string has it.
    public String label() {
        return label;
    }

    /// For an operator.
    public String reason() {
        return reason;
    }
}
