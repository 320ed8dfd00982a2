package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// ARP and neighbour discovery of VMs: questions, answers, announcements, and what only routers
/// send. Whole inner frames.
final class NeighborTraffic {
    private static final int HOP_LIMIT = 255;
    private static final int[] KINDS = {133, 134, 135, 135, 136, 136, 137};
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final IpAddress UNSPECIFIED = new IpAddress(0, 0);
    private static final long ALL_NODES_MAC = 0x333300000001L;
    private static final long BROADCAST = 0xffffffffffffL;

    private final RandomGenerator random;

    NeighborTraffic(RandomGenerator random) {
        this.random = random;
    }

    /// One frame of the family of its sender's address.
    ///
    /// @param mac the sender's by the Ethernet header
    /// @param saidMac the sender's by the message
    /// @param to the gateway's MAC address
    byte[] any(long mac, long saidMac, IpAddress sender, IpAddress target, long to) {
        boolean group = random.nextBoolean();
        if (sender.isIpv4()) {
            int operation = 1 + random.nextInt(2);
            byte[] arp = arp(operation, saidMac, sender, target);
            return Bytes.ethernet(group ? BROADCAST : to, mac, Bytes.TYPE_ARP, arp);
        }
        int kind = KINDS[random.nextInt(KINDS.length)];
        IpAddress source = random.nextInt(6) == 0 ? UNSPECIFIED : sender;
        byte[] packet = message(kind, source, group ? ALL_NODES : target, target, saidMac);
        return Bytes.ethernet(group ? ALL_NODES_MAC : to, mac, packet);
    }

    /// A gratuitous ARP or an unsolicited advertisement: this address is mine.
    static byte[] announcement(long mac, IpAddress address) {
        return address.isIpv4()
                ? Bytes.ethernet(BROADCAST, mac, Bytes.TYPE_ARP, arp(1, mac, address, address))
                : Bytes.ethernet(
                        ALL_NODES_MAC, mac, message(136, address, ALL_NODES, address, mac));
    }

    private static byte[] arp(int operation, long mac, IpAddress sender, IpAddress target) {
        return ByteBuffer.allocate(28)
                .putLong(0x0001_0800_0604_0000L | operation)
                .put(Bytes.macBytes(mac))
                .putInt((int) sender.low())
                .putShort((short) 0)
                .putInt(0)
                .putInt((int) target.low())
                .array();
    }

    private static byte[] message(
            int kind, IpAddress source, IpAddress destination, IpAddress target, long mac) {
        byte[] option =
                Bytes.join(new byte[] {(byte) (kind == 136 ? 2 : 1), 1}, Bytes.macBytes(mac));
        byte[] fixed =
                switch (kind) {
                    case 134 -> new byte[8]; // lifetime and timers
                    case 135, 136 -> Bytes.address(target);
                    case 137 -> Bytes.join(Bytes.address(target), Bytes.address(destination));
                    default -> new byte[0];
                };
        int rest = kind == 136 ? 0x2000_0000 : 0; // override
        byte[] body = Bytes.icmp(kind << 8, rest, Bytes.join(fixed, option));
        return Bytes.ip(source, destination, HOP_LIMIT, Bytes.ICMPV6, body);
    }
}
