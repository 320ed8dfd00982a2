package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class Ipv4ParserTest {
    @Property(tries = 5000)
    void judgesLikeANaiveReader(
            @ForAll @Size(max = 80) byte[] bytes,
            @ForAll @IntRange(max = 7) int wordsOfHeader,
            @ForAll @IntRange(max = 100) int totalBytes,
            @ForAll boolean rightChecksum) {
        if (bytes.length >= 4) {
            bytes[0] = (byte) (0x40 | (wordsOfHeader + 3));
            ByteBuffer.wrap(bytes).putShort(2, (short) totalBytes);
        }
        if (rightChecksum) {
            putChecksum(bytes);
        }
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            Packet p = frame.packet();
            Verdict verdict = Ipv4Parser.parse(p, frame.address(), frame.end());
            DropReason expected = naive(bytes);
            assertThat(p.dropReason).isEqualTo(expected);
            assertThat(verdict).isEqualTo(expected == null ? Verdict.CONTINUE : Verdict.DROP);
            if (expected == null) {
                assertFields(p, ByteBuffer.wrap(bytes), frame);
            }
        }
    }

    private static @Nullable DropReason naive(byte[] bytes) {
        if (bytes.length < 20 || bytes[0] >> 4 != 4) {
            return DropReason.BAD_IP_HEADER;
        }
        ByteBuffer ip = ByteBuffer.wrap(bytes);
        int headerBytes = (bytes[0] & 15) * 4;
        int totalBytes = ip.getShort(2) & 0xffff;
        if (headerBytes < 20 || totalBytes < headerBytes || bytes.length < totalBytes) {
            return DropReason.BAD_IP_HEADER;
        }
        if (NaiveChecksum.of(bytes, 0, headerBytes) != 0) {
            return DropReason.BAD_IP_CHECKSUM;
        }
        int end = (ip.getShort(6) & 0x1fff) * 8 + totalBytes - headerBytes;
        return end > 65535 ? DropReason.BAD_IP_HEADER : null;
    }

    private static void assertFields(Packet p, ByteBuffer ip, ExactFrame frame) {
        int flags = ip.getShort(6);
        assertThat(p.ip).isEqualTo(frame.address());
        assertThat(p.length).isEqualTo(ip.getShort(2));
        assertThat(p.ipHeaderBytes).isEqualTo((ip.get(0) & 15) * 4);
        assertThat(p.ttl).isEqualTo(ip.get(8) & 0xff);
        assertThat(p.protocol).isEqualTo(ip.get(9) & 0xff);
        assertThat(p.source).isEqualTo(ip.getInt(12));
        assertThat(p.destination).isEqualTo(ip.getInt(16));
        assertThat(p.dontFragment).isEqualTo((flags & 0x4000) != 0);
        assertThat(p.moreFragments).isEqualTo((flags & 0x2000) != 0);
        assertThat(p.fragmentOffset).isEqualTo((flags & 0x1fff) * 8);
    }

    private static void putChecksum(byte[] bytes) {
        int headerBytes = bytes.length == 0 ? 0 : (bytes[0] & 15) * 4;
        if (headerBytes < 20 || headerBytes > bytes.length) {
            return;
        }
        ByteBuffer ip = ByteBuffer.wrap(bytes);
        ip.putShort(10, (short) 0);
        ip.putShort(10, (short) NaiveChecksum.of(bytes, 0, headerBytes));
    }

    @Property
    void decrementsTheTtlLikeAFullRecomputation(@ForAll @Size(20) byte[] ip) {
        ip[0] = 0x45;
        ip[8] = (byte) Math.max(2, ip[8] & 0xff);
        putChecksum(ip);
        byte[] expected = ip.clone();
        expected[8]--;
        putChecksum(expected);
        try (ExactFrame frame = ExactFrame.of(ip)) {
            Ipv4Header.decrementTtl(frame.address());
            assertThat(frame.bytes()).isEqualTo(expected);
        }
    }

    @Property
    void writesAHeaderThatItReads(
            @ForAll int source, @ForAll int destination, @ForAll int identificationAndFlags) {
        try (ExactFrame frame = ExactFrame.of(new byte[20])) {
            long addresses = Ipv4Header.addresses(source, destination);
            Ipv4Header.write(frame.address(), 20, identificationAndFlags, 64 << 8 | 17, addresses);
            ByteBuffer model = ByteBuffer.wrap(frame.bytes());
            assertThat(model.getInt(0)).isEqualTo(0x45000014);
            assertThat(model.getInt(4)).isEqualTo(identificationAndFlags);
            assertThat(model.getShort(8)).isEqualTo((short) (64 << 8 | 17));
            assertThat(model.getInt(12)).isEqualTo(source);
            assertThat(model.getInt(16)).isEqualTo(destination);
            assertThat(NaiveChecksum.of(frame.bytes())).isZero();
        }
    }

    @Example
    void aFragmentThatEndsBehind65535BytesIsRefused() {
        byte[] ip = new byte[28];
        ip[0] = 0x45;
        ip[3] = 28;
        ByteBuffer.wrap(ip).putShort(6, (short) 0x1fff);
        putChecksum(ip);
        try (ExactFrame frame = ExactFrame.of(ip)) {
            Packet p = frame.packet();
            Ipv4Parser.parse(p, frame.address(), frame.end());
            assertThat(p.dropReason).isEqualTo(DropReason.BAD_IP_HEADER);
        }
    }

    @Property(tries = 3000)
    void findsASourceRouteLikeANaiveWalk(
            @ForAll @Size(40) byte[] options, @ForAll @IntRange(max = 10) int words) {
        byte[] kinds = {1, 7, 68, (byte) 131, (byte) 137, (byte) 148, 0, 1};
        byte[] ip = new byte[20 + words * 4];
        for (int i = 0; i < words * 4; i++) {
            boolean kind = i % 3 == 0;
            ip[20 + i] = kind ? kinds[options[i] & 7] : (byte) (options[i] & 7);
        }
        try (ExactFrame frame = ExactFrame.of(ip)) {
            assertThat(Ipv4Header.hasSourceRoute(frame.address(), ip.length))
                    .isEqualTo(naiveSourceRoute(ip));
        }
    }

    private static boolean naiveSourceRoute(byte[] ip) {
        int i = 20;
        while (i < ip.length && ip[i] != 0) {
            if (ip[i] == (byte) 131 || ip[i] == (byte) 137) {
                return true;
            }
            if (ip[i] != 1 && (i + 1 == ip.length || (ip[i + 1] & 0xff) < 2)) {
                return false;
            }
            i += ip[i] == 1 ? 1 : ip[i + 1] & 0xff;
        }
        return false;
    }
}
