package io.hnvgateway.compartments.stage;

/// Which IPv4 addresses may stand in a packet that a router forwards (RFC 1812 §5.3.7, RFC 6890).
public final class AddressRules {
    private AddressRules() {}

    /// This-network, loopback, multicast, reserved and broadcast addresses are no unicast
    /// addresses.
    public static boolean isUnicast(int address) {
        int top = address >>> 24;
        return top != 0 && top != 127 && top < 224;
    }

    public static boolean isMulticastOrBroadcast(int address) {
        return address >>> 28 == 14 || address == -1;
    }
}
