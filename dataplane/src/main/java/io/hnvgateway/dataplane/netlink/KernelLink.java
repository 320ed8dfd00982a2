package io.hnvgateway.dataplane.netlink;

/// A network interface.
///
/// @param macAddress in the low 48 bits; 0 if it has none
/// @param up administratively, and with carrier
/// @param parentIndex interface that a VLAN interface stands on, 0 for others
/// @param vlan identifier of a VLAN interface, 0 for others
public record KernelLink(
        int index,
        String name,
        long macAddress,
        int mtuBytes,
        boolean up,
        int parentIndex,
        int vlan) {
    /// An interface that is no VLAN interface.
    public KernelLink(int index, String name, long macAddress, int mtuBytes, boolean up) {
        this(index, name, macAddress, mtuBytes, up, 0, 0);
    }
}
