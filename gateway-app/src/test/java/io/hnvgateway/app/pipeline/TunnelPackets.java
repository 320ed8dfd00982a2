package io.hnvgateway.app.pipeline;

import io.hnvgateway.ipsec.esp.EspDecapsulator;
import io.hnvgateway.ipsec.esp.EspEncapsulator;
import io.hnvgateway.ipsec.esp.EspPackets;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// IPv4 packets as byte arrays, and what the far end of a tunnel makes of them.
final class TunnelPackets {
    private TunnelPackets() {}

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    static byte[] ipv4(String from, String to, int protocol, int flags, byte[] payload) {
        ByteBuffer packet =
                ByteBuffer.allocate(20 + payload.length)
                        .putInt(0x4500_0000 | 20 + payload.length)
                        .putInt(flags)
                        .putInt(64 << 24 | protocol << 16)
                        .putInt(IpAddress.parse(from).ipv4Bits())
                        .putInt(IpAddress.parse(to).ipv4Bits())
                        .put(payload);
        packet.putShort(10, (short) checksum(packet.array(), 0, 20));
        return packet.array();
    }

    static byte[] udp(String from, String to, int flags, int dataBytes) {
        byte[] udp =
                ByteBuffer.allocate(8 + dataBytes)
                        .putShort((short) 4000)
                        .putShort((short) 5000)
                        .putShort((short) (8 + dataBytes))
                        .array();
        for (int i = 8; i < udp.length; i++) {
            udp[i] = (byte) i;
        }
        return ipv4(from, to, 17, flags, udp);
    }

    static byte[] ping(String from, String to) {
        byte[] echo = hex("0800 0000 0001 0001 61626364 65666768");
        int checksum = checksum(echo, 0, echo.length);
        echo[2] = (byte) (checksum >> 8);
        echo[3] = (byte) checksum;
        return ipv4(from, to, 1, 0, echo);
    }

    /// Cuts a packet without options into fragments.
    ///
    /// @param bytes of payload in each, a multiple of 8
    static List<byte[]> fragments(byte[] packet, int bytes) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 20; at < packet.length; at += bytes) {
            int end = Math.min(at + bytes, packet.length);
            byte[] piece = new byte[20 + end - at];
            System.arraycopy(packet, 0, piece, 0, 20);
            System.arraycopy(packet, at, piece, 20, end - at);
            ByteBuffer header = ByteBuffer.wrap(piece);
            header.putShort(2, (short) piece.length);
            header.putShort(4, (short) 0x1235);
            header.putShort(6, (short) ((end < packet.length ? 0x2000 : 0) | (at - 20) / 8));
            header.putShort(10, (short) 0);
            header.putShort(10, (short) checksum(piece, 0, 20));
            pieces.add(piece);
        }
        return pieces;
    }

    /// One hop further.
    static byte[] forwarded(byte[] packet) {
        byte[] next = packet.clone();
        next[8]--;
        next[10] = 0;
        next[11] = 0;
        int checksum = checksum(next, 0, 20);
        next[10] = (byte) (checksum >> 8);
        next[11] = (byte) checksum;
        return next;
    }

    /// The same with another TTL.
    static byte[] withTtl(byte[] packet, int ttl) {
        byte[] next = packet.clone();
        next[8] = (byte) ttl;
        next[10] = 0;
        next[11] = 0;
        int checksum = checksum(next, 0, 20);
        next[10] = (byte) (checksum >> 8);
        next[11] = (byte) checksum;
        return next;
    }

    private static int checksum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += u16(bytes, i);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }

    static byte[] gre(IpAddress from, int key, byte[] inner) {
        byte[] gre =
                ByteBuffer.allocate(8 + inner.length)
                        .putInt(0x2000_0800)
                        .putInt(key)
                        .put(inner)
                        .array();
        return ipv4(from.toString(), TunnelWorld.LOCAL.toString(), 47, 0, gre);
    }

    static byte[] inner(byte[] outer, int headerBytes) {
        return Arrays.copyOfRange(outer, headerBytes, outer.length);
    }

    /// The far end encrypts.
    static byte[] seal(SaDatabase peers, int tunnel, FramePool frames, byte[] inner) {
        return with(
                frames,
                inner,
                p -> {
                    OutboundSa sa =
                            Objects.requireNonNull(
                                    Objects.requireNonNull(peers.tunnel(tunnel)).select(p));
                    return new EspEncapsulator(new IpIdentifications(0, 1024)).encapsulate(p, sa);
                });
    }

    /// The far end decrypts.
    static byte[] open(SaDatabase peers, FramePool frames, byte[] outer) {
        return with(
                frames,
                outer,
                p -> {
                    long esp = EspPackets.locate(p);
                    InboundSa sa = Objects.requireNonNull(peers.find(EspHeader.spi(esp)));
                    return new EspDecapsulator().decapsulate(p, sa, esp);
                });
    }

    private interface Step {
        Verdict apply(Packet p);
    }

    private static byte[] with(FramePool frames, byte[] bytes, Step step) {
        long at = frames.allocate() + FramePool.HEADROOM_BYTES;
        MemorySegment all = Memory.everything();
        MemorySegment.copy(bytes, 0, all, ValueLayout.JAVA_BYTE, at, bytes.length);
        Packet p = new Packet();
        p.reset(0, at, bytes.length, 0);
        Ipv4Parser.parse(p, at, at + bytes.length);
        TransportParser.parse(p);
        Verdict verdict = step.apply(p);
        byte[] result = all.asSlice(p.ip, p.ipTotalBytes).toArray(ValueLayout.JAVA_BYTE);
        frames.free(at);
        if (verdict != Verdict.CONTINUE) {
            throw new AssertionError(verdict + " " + p.dropReason);
        }
        return result;
    }
}
