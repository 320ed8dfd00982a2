package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.packet.IpAddress;

/// An entry of the kernel's ARP or ND table.
///
/// @param macAddress in the low 48 bits; meaningful if [State#usable()]
public record KernelNeighbor(int interfaceIndex, IpAddress address, long macAddress, State state) {
    /// The kernel's NUD states (RFC 4861 §7.3.2).
    public enum State {
        NONE(0),
        INCOMPLETE(0x01),
        REACHABLE(0x02),
        STALE(0x04),
        DELAY(0x08),
        PROBE(0x10),
        FAILED(0x20),
        NO_ARP(0x40),
        PERMANENT(0x80);

        private final int bit;

        State(int bit) {
            this.bit = bit;
        }

        static State of(int bits) {
            for (State state : values()) {
                if (state.bit == bits) {
                    return state;
                }
            }
            return NONE;
        }

        /// The MAC address may be used for sending.
        public boolean usable() {
            return switch (this) {
                case REACHABLE, STALE, DELAY, PROBE, NO_ARP, PERMANENT -> true;
                case NONE, INCOMPLETE, FAILED -> false;
            };
        }
    }
}
