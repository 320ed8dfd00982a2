package io.hnvgateway.packet;

/// VXLAN header (RFC 7348 §5), behind UDP port [#PORT].
///
/// ```
///  0                   1                   2                   3
/// +-+-+-+-+-+-+-+-+-----------------------------------------------+
/// |R|R|R|R|I|R|R|R|                 Reserved                      |
/// +---------------+-------------------------------+---------------+
/// |        VXLAN Network Identifier (VNI)         |   Reserved    |
/// +-----------------------------------------------+---------------+
/// ```
public final class VxlanHeader {
    public static final int BYTES = 8;
    public static final int PORT = 4789;
    private static final int VNI_VALID = 0x0800_0000;

    private VxlanHeader() {}

    /// True when the I flag says that the VNI is valid; reserved bits are ignored.
    public static boolean hasVni(long vxlan) {
        return (Memory.u32(vxlan) & VNI_VALID) != 0;
    }

    /// 24 bits.
    public static int vni(long vxlan) {
        return Memory.u32(vxlan + 4) >>> 8;
    }

    public static void write(long vxlan, int vni) {
        Memory.put32(vxlan, VNI_VALID);
        Memory.put32(vxlan + 4, vni << 8);
    }
}
