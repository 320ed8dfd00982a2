package io.hnvgateway.ipsec.vici;

import org.jspecify.annotations.Nullable;

/// One packet of the protocol.
///
/// @param name command or event; empty for types that have none
/// @param body empty for types that have none
public record ViciPacket(Type type, String name, ViciSection body) {

    /// What a packet is for; with its number on the wire.
    public enum Type {
        COMMAND_REQUEST(0, true, true),
        COMMAND_RESPONSE(1, false, true),
        COMMAND_UNKNOWN(2, false, false),
        EVENT_REGISTER(3, true, false),
        EVENT_UNREGISTER(4, true, false),
        EVENT_CONFIRM(5, false, false),
        EVENT_UNKNOWN(6, false, false),
        EVENT(7, true, true);

        private final int number;
        private final boolean named;
        private final boolean withBody;

        Type(int number, boolean named, boolean withBody) {
            this.number = number;
            this.named = named;
            this.withBody = withBody;
        }

        int number() {
            return number;
        }

        /// Null if there is no such number.
        static @Nullable Type of(int number) {
            for (Type type : values()) {
                if (type.number == number) {
                    return type;
                }
            }
            return null;
        }

        boolean isNamed() {
            return named;
        }

        boolean hasBody() {
            return withBody;
        }
    }

    static ViciPacket request(String command, ViciSection arguments) {
        return new ViciPacket(Type.COMMAND_REQUEST, command, arguments);
    }

    static ViciPacket register(String event) {
        return new ViciPacket(Type.EVENT_REGISTER, event, ViciSection.EMPTY);
    }

    static ViciPacket unregister(String event) {
        return new ViciPacket(Type.EVENT_UNREGISTER, event, ViciSection.EMPTY);
    }
}
