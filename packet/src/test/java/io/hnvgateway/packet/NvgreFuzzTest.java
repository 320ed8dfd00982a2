package io.hnvgateway.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes as a frame from the provider network: Ethernet, IPv4, GRE, inner Ethernet, inner IPv4
/// or ARP, each read as far as the layer before allows.
class NvgreFuzzTest {
    @FuzzTest
    void frameIsParsedLayerByLayer(byte[] data) {
        try (ExactFrame frame = ExactFrame.of(data)) {
            Packet p = frame.packet();
            long end = frame.end();
            if (outer(p, end) == Verdict.CONTINUE) {
                long gre = p.ip + p.ipHeaderBytes;
                if (p.ipPayloadBytes() >= GreHeader.NVGRE_BYTES && GreHeader.isNvgre(gre)) {
                    GreHeader.vsid(gre);
                    ethernet(p, gre + GreHeader.NVGRE_BYTES, p.end());
                }
            }
        }
    }

    private static Verdict outer(Packet p, long end) {
        if (p.length < EthernetHeader.BYTES) {
            return p.drop(DropReason.RUNT_FRAME);
        }
        long ip = p.address + EthernetHeader.BYTES;
        if (EthernetHeader.isVlan(EthernetHeader.type(p.address))) {
            ip += EthernetHeader.VLAN_TAG_BYTES;
        }
        return Ipv4Parser.parse(p, ip, end);
    }

    private static void ethernet(Packet p, long eth, long end) {
        if (end - eth < EthernetHeader.BYTES) {
            return;
        }
        long payload = eth + EthernetHeader.BYTES;
        if (EthernetHeader.type(eth) == EthernetHeader.TYPE_ARP) {
            arp(payload, end);
        } else if (Ipv4Parser.parse(p, payload, end) == Verdict.CONTINUE) {
            TransportParser.parse(p);
            if (p.end() > end) {
                throw new AssertionError("the inner packet leaves the outer one");
            }
        }
    }

    private static void arp(long arp, long end) {
        if (end - arp >= ArpHeader.BYTES && ArpHeader.isEthernetIpv4(arp)) {
            ArpHeader.makeReply(arp, 0x02005e000001L);
        }
    }
}
