package io.hnvgateway.packet;

/// ARP for IPv4 over Ethernet (RFC 826): 28 bytes.
public final class ArpHeader {
    public static final int BYTES = 28;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;

    private ArpHeader() {}

    /// True when hardware and protocol types and lengths are those of IPv4 over Ethernet.
    public static boolean isEthernetIpv4(long arp) {
        return Memory.u48(arp) == ETHERNET_IPV4;
    }

    public static int operation(long arp) {
        return Memory.u16(arp + 6);
    }

    public static long senderMac(long arp) {
        return Memory.u48(arp + 8);
    }

    public static int senderAddress(long arp) {
        return Memory.u32(arp + 14);
    }

    public static long targetMac(long arp) {
        return Memory.u48(arp + 18);
    }

    public static int targetAddress(long arp) {
        return Memory.u32(arp + 24);
    }

    /// Writes the request "who has `target`?".
    public static void writeRequest(long arp, long senderMac, int sender, int target) {
        Memory.put48(arp, ETHERNET_IPV4);
        Memory.put16(arp + 6, REQUEST);
        Memory.put48(arp + 8, senderMac);
        Memory.put32(arp + 14, sender);
        Memory.put48(arp + 18, 0);
        Memory.put32(arp + 24, target);
    }

    /// Turns the request at `arp` into the reply "`address` is at `mac`".
    public static void makeReply(long arp, long mac) {
        long requesterMac = senderMac(arp);
        int requester = senderAddress(arp);
        int asked = targetAddress(arp);
        Memory.put16(arp + 6, REPLY);
        Memory.put48(arp + 8, mac);
        Memory.put32(arp + 14, asked);
        Memory.put48(arp + 18, requesterMac);
        Memory.put32(arp + 24, requester);
    }
}
