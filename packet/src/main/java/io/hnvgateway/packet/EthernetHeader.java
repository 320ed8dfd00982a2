package io.hnvgateway.packet;

/// Ethernet II header, without or with one 802.1Q tag (IEEE 802.3, 802.1Q).
///
/// ```
///  0                   6                   12      14
/// +-------------------+-------------------+-------+
/// |  destination MAC  |    source MAC     | type  |
/// +-------------------+-------------------+-------+-------+
///                                 0x8100  | PCP/VID | type |   with a tag
/// ```
public final class EthernetHeader {
    public static final int BYTES = 14;
    public static final int VLAN_TAG_BYTES = 4;
    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;
    public static final int TYPE_VLAN = 0x8100;
    public static final int TYPE_SERVICE_VLAN = 0x88a8;
    public static final int TYPE_IPV6 = 0x86dd;

    private EthernetHeader() {}

    public static long destination(long eth) {
        return Memory.u48(eth);
    }

    public static long source(long eth) {
        return Memory.u48(eth + 6);
    }

    public static int type(long eth) {
        return Memory.u16(eth + 12);
    }

    /// VLAN identifier of a tagged frame, 0..4095; the caller has checked type and length.
    public static int vlanId(long eth) {
        return Memory.u16(eth + 14) & 0xfff;
    }

    /// Type behind the tag.
    public static int taggedType(long eth) {
        return Memory.u16(eth + 16);
    }

    public static boolean isVlan(int type) {
        return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN;
    }

    /// Writes a header of [#BYTES] + [#VLAN_TAG_BYTES] bytes.
    ///
    /// @param vlan identifier, 1..4094; priority is 0
    public static void writeTagged(long eth, long destination, long source, int vlan, int type) {
        write(eth, destination, source, TYPE_VLAN);
        Memory.put16(eth + BYTES, vlan);
        Memory.put16(eth + BYTES + 2, type);
    }

    public static void write(long eth, long destination, long source, int type) {
        Memory.put48(eth, destination);
        Memory.put48(eth + 6, source);
        Memory.put16(eth + 12, type);
    }
}
