package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TcpHeaderTest {
    private static final int CHECKSUM_AT = 16;

    @Property
    void clampKeepsTheChecksumRightAtEvenAndOddOffsets(
            @ForAll @IntRange(max = 12) int nops,
            @ForAll @IntRange(max = 0xffff) int mss,
            @ForAll @IntRange(min = 536, max = 9000) int limit,
            @ForAll @Size(20) byte[] fixed) {
        byte[] tcp = segment(fixed, nops, mss);
        try (ExactFrame frame = ExactFrame.of(tcp)) {
            boolean lowered = TcpHeader.clampMss(frame.address(), tcp.length, limit);
            byte[] expected = segment(fixed, nops, Math.min(mss, limit));
            assertThat(lowered).isEqualTo(mss > limit);
            assertThat(frame.bytes()).isEqualTo(expected);
        }
    }

    /// A segment of `nops` no-operations, the MSS option and end-of-options, rightly summed.
    private static byte[] segment(byte[] fixed, int nops, int mss) {
        int headerBytes = ((20 + nops + 4 + 3) / 4) * 4;
        ByteBuffer tcp = ByteBuffer.allocate(headerBytes).put(fixed);
        tcp.put(12, (byte) ((headerBytes / 4) << 4)).putShort(CHECKSUM_AT, (short) 0);
        for (int i = 0; i < nops; i++) {
            tcp.put((byte) 1);
        }
        tcp.put((byte) 2).put((byte) 4).putShort((short) mss);
        tcp.putShort(CHECKSUM_AT, (short) NaiveChecksum.of(tcp.array()));
        return tcp.array();
    }

    @Property(tries = 3000)
    void clampsExactlyTheOptionThatANaiveWalkFinds(
            @ForAll @Size(min = 0, max = 10) @IntRange(max = 5) int[] kinds,
            @ForAll @Size(40) byte[] noise) {
        byte[] tcp = new byte[60];
        System.arraycopy(noise, 0, tcp, 20, 40);
        for (int i = 0; i < kinds.length; i++) {
            tcp[20 + i * 4] = (byte) kinds[i];
            tcp[21 + i * 4] = kinds[i] == 5 ? noise[i] : 4;
        }
        int at = naiveMssOption(tcp);
        byte[] before = tcp.clone();
        try (ExactFrame frame = ExactFrame.of(tcp)) {
            boolean lowered = TcpHeader.clampMss(frame.address(), tcp.length, 1);
            int mss = at == 0 ? 0 : ByteBuffer.wrap(tcp).getShort(at + 2) & 0xffff;
            assertThat(lowered).isEqualTo(mss > 1);
            if (!lowered) {
                assertThat(frame.bytes()).isEqualTo(before);
            } else {
                assertThat(Memory.u16(frame.address() + at + 2)).isEqualTo(1);
            }
        }
    }

    private static int naiveMssOption(byte[] tcp) {
        int i = 20;
        while (i < tcp.length && tcp[i] != 0) {
            if (tcp[i] == 1) {
                i++;
                continue;
            }
            if (i + 1 == tcp.length || (tcp[i + 1] & 0xff) < 2) {
                return 0;
            }
            int next = i + (tcp[i + 1] & 0xff);
            if (next > tcp.length) {
                return 0;
            }
            if (tcp[i] == 2 && next - i == 4) {
                return i;
            }
            i = next;
        }
        return 0;
    }

    @Example
    void optionThatEndsWithTheHeaderIsNotReadBeyondIt() {
        for (byte[] options : new byte[][] {{1, 1, 1, 2}, {1, 1, 2, 4}, {1, 2, 4, 5}}) {
            byte[] tcp = new byte[24];
            System.arraycopy(options, 0, tcp, 20, 4);
            try (ExactFrame frame = ExactFrame.of(tcp)) {
                assertThat(TcpHeader.clampMss(frame.address(), 24, 1)).isFalse();
            }
        }
    }

    @Property
    void readsEveryField(@ForAll @Size(20) byte[] bytes) {
        ByteBuffer model = ByteBuffer.wrap(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long tcp = frame.address();
            assertThat(TcpHeader.sourcePort(tcp)).isEqualTo(model.getShort(0) & 0xffff);
            assertThat(TcpHeader.destinationPort(tcp)).isEqualTo(model.getShort(2) & 0xffff);
            assertThat(TcpHeader.sequence(tcp)).isEqualTo(model.getInt(4));
            assertThat(TcpHeader.acknowledgment(tcp)).isEqualTo(model.getInt(8));
            assertThat(TcpHeader.headerBytes(tcp)).isEqualTo((model.get(12) >> 4 & 15) * 4);
            assertThat(TcpHeader.flags(tcp)).isEqualTo(model.get(13) & 0xff);
            assertThat(TcpHeader.window(tcp)).isEqualTo(model.getShort(14) & 0xffff);
            assertThat(TcpHeader.checksum(tcp)).isEqualTo(model.getShort(16) & 0xffff);
        }
    }
}
