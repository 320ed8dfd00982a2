package io.hnvgateway.bgp.bfd;

/// RFC 5880 §4.1, in the order of the wire's two bits.
public enum BfdState {
    ADMIN_DOWN(0),
    DOWN(1),
    INIT(2),
    UP(3);

    private static final BfdState[] BY_CODE = values();

    private final int code;

    BfdState(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// @param code 0..3
    public static BfdState of(int code) {
        return BY_CODE[code];
    }

    /// RFC 5880 §6.2 and §6.8.6: where a packet of a peer in state `received` leads.
    BfdState next(BfdState received) {
        return switch (this) {
            case ADMIN_DOWN -> ADMIN_DOWN;
            case DOWN ->
                    switch (received) {
                        case DOWN -> INIT;
                        case INIT -> UP;
                        case ADMIN_DOWN, UP -> DOWN;
                    };
            case INIT ->
                    switch (received) {
                        case ADMIN_DOWN -> DOWN;
                        case DOWN -> INIT;
                        case INIT, UP -> UP;
                    };
            case UP ->
                    switch (received) {
                        case ADMIN_DOWN, DOWN -> DOWN;
                        case INIT, UP -> UP;
                    };
        };
    }
}
