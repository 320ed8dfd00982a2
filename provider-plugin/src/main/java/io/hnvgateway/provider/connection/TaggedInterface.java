package io.hnvgateway.provider.connection;

/// A VLAN on a device whose tags the gateway writes and reads itself; written `eth1.100`.
///
/// @param vlan VLAN identifier 1..4094 (IEEE 802.1Q)
public record TaggedInterface(String device, int vlan) {
    public static final int MAX_VLAN = 4094;

    @Override
    public String toString() {
        return device + "." + vlan;
    }
}
