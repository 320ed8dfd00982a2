package io.hnvgateway.lab.golden;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes hostile frames of honest ones: changed, cut, lengthened and spliced, mostly with the IPv4
/// checksums made right again, so that they are not all refused at the door.
final class FrameMutator {
    private static final int[] NASTY = {0, 1, 2, 0x0f, 0x40, 0x45, 0x4f, 0x7f, 0x80, 0xfe, 0xff};
    private static final int MAX_BYTES = 3800;
    private static final int ETHERNET_BYTES = 14;
    private static final int GRE_BYTES = 8;

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
            repair(frame, ETHERNET_BYTES);
        }
        return frame;
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

    /// Makes the header checksum right, and that of a packet in NVGRE behind it.
    private static void repair(byte[] frame, int ip) {
        int header = frame.length < ip + 20 ? 0 : (frame[ip] & 15) * 4;
        if (header < 20 || ip + header > frame.length) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.putShort(ip + 10, (short) 0);
        int sum = 0;
        for (int at = ip; at < ip + header; at += 2) {
            sum += buffer.getShort(at) & 0xffff;
        }
        buffer.putShort(ip + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        if (frame[ip + 9] == 47) {
            repair(frame, ip + header + GRE_BYTES + ETHERNET_BYTES);
        }
    }
}
