package io.hnvgateway.benchmarks.traffic;

import java.nio.ByteBuffer;

/// The headers of one tenant's packets, as the generator writes them before it puts in ports,
/// entropy and payload. Made by hand, not by the gateway's own header classes.
public final class FrameTemplate {
    /// TEMPLATE_BYTES of traffic.h.
    static final int BYTES = 104;

    private static final short ETHERTYPE_IPV4 = 0x0800;
    private static final short ETHERTYPE_TEB = 0x6558;
    private static final short GRE_KEY_PRESENT = 0x2000;
    private static final short VXLAN_PORT = 4789;
    private static final short VXLAN_SOURCE_PORT = (short) 0xc000;
    private static final int VXLAN_VNI_VALID = 0x08000000;
    private static final byte UDP = 17;
    private static final byte GRE = 47;

    private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);

    private FrameTemplate() {}

    /// The first bytes of a frame; what follows them is payload.
    public static byte[] of(Tenant tenant, Encapsulation encapsulation, int innerBytes) {
        return of(tenant, encapsulation, innerBytes, Tenant.SERVER);
    }

    /// As [#of(Tenant, Encapsulation, int)], to another address than the server's.
    public static byte[] of(
            Tenant tenant, Encapsulation encapsulation, int innerBytes, String destination) {
        FrameTemplate template = new FrameTemplate();
        template.ethernet(Links.BACK_END_MAC, Links.GENERATOR_MAC);
        int outerIpBytes = encapsulation.overheadBytes() - 14 + innerBytes;
        switch (encapsulation) {
            case NVGRE -> template.gre(tenant.gatewayVsid(), outerIpBytes);
            case VXLAN -> template.vxlan(tenant.gatewayVsid(), outerIpBytes);
            case NONE -> throw new IllegalArgumentException("a tunnel is needed");
        }
        template.ethernet(Tenant.GATEWAY_MAC, Tenant.VM_MAC);
        template.ipv4(Tenant.VM_ADDRESS, destination, UDP, innerBytes - 14);
        template.udp((short) 0, (short) 0, innerBytes - 34);
        return template.buffer.array();
    }

    /// The same for an answer from the server, at the front end.
    public static byte[] answer(Tenant tenant, int frameBytes) {
        return plain(Tenant.SERVER, tenant.publicAddress(), frameBytes);
    }

    /// In no tunnel, towards the front end.
    public static byte[] plain(String source, String destination, int frameBytes) {
        FrameTemplate template = new FrameTemplate();
        template.ethernet(Links.FRONT_END_MAC, Links.NEXT_HOP_MAC);
        template.ipv4(source, destination, UDP, frameBytes - 14);
        template.udp((short) 0, (short) 0, frameBytes - 34);
        return template.buffer.array();
    }

    private void gre(int vsid, int ipBytes) {
        ipv4(Tenant.HOST_PA, Tenant.GATEWAY_PA, GRE, ipBytes);
        buffer.putShort(GRE_KEY_PRESENT).putShort(ETHERTYPE_TEB).putInt(vsid << 8);
    }

    private void vxlan(int vni, int ipBytes) {
        ipv4(Tenant.HOST_PA, Tenant.GATEWAY_PA, UDP, ipBytes);
        udp(VXLAN_SOURCE_PORT, VXLAN_PORT, ipBytes - 20);
        buffer.putInt(VXLAN_VNI_VALID).putInt(vni << 8);
    }

    private void ethernet(String destination, String source) {
        putMac(destination);
        putMac(source);
        buffer.putShort(ETHERTYPE_IPV4);
    }

    private void putMac(String mac) {
        for (String octet : mac.split(":", -1)) {
            buffer.put((byte) Integer.parseInt(octet, 16));
        }
    }

    /// DF set, identification 0, TTL 64.
    private void ipv4(String source, String destination, byte protocol, int length) {
        int start = buffer.position();
        buffer.put((byte) 0x45).put((byte) 0).putShort((short) length);
        buffer.putShort((short) 0).putShort((short) 0x4000);
        buffer.put((byte) 64).put(protocol).putShort((short) 0);
        buffer.putInt(Ipv4.parse(source)).putInt(Ipv4.parse(destination));
        buffer.putShort(start + 10, checksum(start));
    }

    private short checksum(int start) {
        int sum = 0;
        for (int offset = 0; offset < 20; offset += 2) {
            sum += buffer.getShort(start + offset) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    /// Without a checksum: RFC 768 permits it over IPv4, and the payload is not looked at.
    private void udp(short source, short destination, int length) {
        buffer.putShort(source).putShort(destination).putShort((short) length).putShort((short) 0);
    }
}
