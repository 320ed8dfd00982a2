package io.hnvgateway.lab.golden;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes hostile frames of honest ones: changed, cut, lengthened and spliced, mostly with the
/// checksums of IPv4 and ICMPv6 made right again, so that they are not all refused at the door.
/// VLAN tags and tunnels of either family are seen through.
final class FrameMutator {
    /// Those that the gateway tags itself: on the back end and on the front end.
    static final int[] VLANS = {100, 200};

    private static final int[] NASTY = {0, 1, 2, 0x0f, 0x40, 0x45, 0x4f, 0x7f, 0x80, 0xfe, 0xff};
    private static final int MAX_BYTES = 3800;
    private static final int ETHERNET_BYTES = 14;
    private static final int TAG_BYTES = 4;
    private static final int IPV6_BYTES = 40;
    private static final int GRE_BYTES = 8;
    private static final int VLAN = 0x8100;
    private static final int IPV6 = 0x86dd;
    private static final int GRE = 47;
    private static final int ICMPV6 = 58;

    private final List<byte[]> honest;
    private final RandomGenerator random;

    FrameMutator(List<byte[]> honest, RandomGenerator random) {
        this.honest = honest;
        this.random = random;
    }

    byte[] next() {
        byte[] frame = any().clone();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            frame = change(frame);
        }
        if (random.nextInt(8) != 0) {
            repair(frame, 0);
        }
        return random.nextInt(8) == 0 ? tagged(frame) : frame;
    }

    /// In one of the gateway's VLANs, or in another.
    private byte[] tagged(byte[] frame) {
        if (frame.length < ETHERNET_BYTES) {
            return frame;
        }
        int vlan = random.nextInt(8) == 0 ? random.nextInt(1 << 16) : VLANS[random.nextInt(2)];
        ByteBuffer longer = ByteBuffer.allocate(frame.length + TAG_BYTES);
        longer.put(frame, 0, 12).putShort((short) VLAN).putShort((short) vlan);
        return longer.put(frame, 12, frame.length - 12).array();
    }

    private byte[] any() {
        return honest.get(random.nextInt(honest.size()));
    }

    private byte[] change(byte[] frame) {
        if (frame.length == 0) {
            return new byte[random.nextInt(64)];
        }
        int at = random.nextInt(frame.length);
        switch (random.nextInt(8)) {
            case 0, 1 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 2, 3 -> frame[at] = (byte) NASTY[random.nextInt(NASTY.length)];
            case 4 -> frame[at] = (byte) random.nextInt();
            case 5 -> {
                return Arrays.copyOf(frame, at);
            }
            case 6 -> {
                return Arrays.copyOf(
                        frame, Math.min(MAX_BYTES, frame.length + random.nextInt(1600)));
            }
            default -> {
                return splice(frame, at);
            }
        }
        return frame;
    }

    /// The head of one and the tail of another.
    private byte[] splice(byte[] head, int at) {
        byte[] tail = any();
        int from = Math.min(at, tail.length);
        byte[] both = Arrays.copyOf(head, Math.min(MAX_BYTES, at + tail.length - from));
        System.arraycopy(tail, from, both, at, both.length - at);
        return both;
    }

    /// Makes the IP header's checksum right, an ICMPv6 message's too, and those of a packet in
    /// NVGRE behind it.
    private static void repair(byte[] frame, int ethernet) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int ip = ethernet + ETHERNET_BYTES;
        while (ip <= frame.length && (buffer.getShort(ip - 2) & 0xffff) == VLAN) {
            ip += TAG_BYTES;
        }
        if (ip + 20 > frame.length) {
            return;
        }
        boolean ipv6 = (buffer.getShort(ip - 2) & 0xffff) == IPV6;
        int header = ipv6 ? IPV6_BYTES : (frame[ip] & 15) * 4;
        if (header < 20 || ip + header > frame.length) {
            return;
        }
        int protocol = frame[ip + (ipv6 ? 6 : 9)];
        if (!ipv6) {
            checksum(buffer, ip + 10, 0, ip, ip + header);
        } else if (protocol == ICMPV6) {
            int end = Math.min(frame.length, ip + header + (buffer.getShort(ip + 4) & 0xffff));
            int pseudo = sum(buffer, ip + 8, ip + header) + end - ip - header + ICMPV6;
            checksum(buffer, ip + header + 2, pseudo, ip + header, end);
        }
        if (protocol == GRE) {
            repair(frame, ip + header + GRE_BYTES);
        }
    }

    private static void checksum(ByteBuffer frame, int at, int start, int from, int to) {
        if (at + 2 <= to) {
            frame.putShort(at, (short) 0);
            int sum = start + sum(frame, from, to);
            sum = (sum & 0xffff) + (sum >>> 16);
            frame.putShort(at, (short) ~((sum & 0xffff) + (sum >>> 16)));
        }
    }

    private static int sum(ByteBuffer frame, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at++) {
            sum += (frame.get(at) & 0xff) << ((at - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }
}
