package io.hnvgateway.bgp.bfd;

/// Why a session changed its state last (RFC 5880 §4.1), in the order of the wire's codes.
public enum BfdDiagnostic {
    NONE(0, "no diagnostic"),
    DETECTION_TIME_EXPIRED(1, "control detection time expired"),
    ECHO_FAILED(2, "echo function failed"),
    NEIGHBOR_SIGNALED_DOWN(3, "neighbour signaled session down"),
    FORWARDING_PLANE_RESET(4, "forwarding plane reset"),
    PATH_DOWN(5, "path down"),
    CONCATENATED_PATH_DOWN(6, "concatenated path down"),
    ADMINISTRATIVELY_DOWN(7, "administratively down"),
    REVERSE_CONCATENATED_PATH_DOWN(8, "reverse concatenated path down"),
    /// 9..31, which a later standard may have given a meaning.
    RESERVED(9, "reserved code");

    private static final BfdDiagnostic[] BY_CODE = values();

    private final int code;
    private final String sentence;

    BfdDiagnostic(int code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /// @param code 0..31
    public static BfdDiagnostic of(int code) {
        return BY_CODE[Math.min(code, RESERVED.code)];
    }

    public int code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
