package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChecksumTest {
    @Property
    void equalsTheNaiveSumForEveryLengthAndAlignment(
            @ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(max = 3) int skip) {
        byte[] shifted = new byte[bytes.length + skip];
        System.arraycopy(bytes, 0, shifted, skip, bytes.length);
        try (ExactFrame frame = ExactFrame.of(shifted)) {
            long sum = Checksum.sum(frame.address() + skip, bytes.length);
            assertThat(Checksum.finish(sum)).isEqualTo(NaiveChecksum.of(bytes));
        }
    }

    @Property
    void foldsEverySumWithoutLosingACarry(@ForAll long sum) {
        long naive = Long.remainderUnsigned(sum, 0xffff);
        int expected = naive == 0 && sum != 0 ? 0xffff : (int) naive;
        assertThat(Checksum.fold(sum)).isEqualTo(expected);
    }

    @Property
    void incrementalUpdateOf32BitsEqualsFullRecomputation(
            @ForAll @Size(40) byte[] packet,
            @ForAll @IntRange(max = 9) int word,
            @ForAll int after) {
        packet[1] |= 1; // an all-zero packet has two representations of its sum
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        int field = word == 0 ? 4 : word * 4;
        int checksum = NaiveChecksum.of(packet);
        int delta = Checksum.delta32(buffer.getInt(field), after);
        buffer.putInt(field, after);
        assertThat(Checksum.apply(checksum, delta)).isEqualTo(NaiveChecksum.of(packet));
    }

    @Property
    void incrementalUpdateOf16BitsEqualsFullRecomputation(
            @ForAll @Size(40) byte[] packet,
            @ForAll @IntRange(min = 1, max = 19) int word,
            @ForAll short after) {
        packet[1] |= 1;
        ByteBuffer buffer = ByteBuffer.wrap(packet);
        int checksum = NaiveChecksum.of(packet);
        int delta = Checksum.delta16(buffer.getShort(word * 2), after);
        buffer.putShort(word * 2, after);
        assertThat(Checksum.apply(checksum, delta)).isEqualTo(NaiveChecksum.of(packet));
    }

    @Property
    void combinedDeltasEqualOneAfterTheOther(
            @ForAll int a, @ForAll int b, @ForAll short c, @ForAll short d, @ForAll short start) {
        int checksum = start & 0xffff;
        int address = Checksum.delta32(a, b);
        int port = Checksum.delta16(c, d);
        int stepwise = Checksum.apply(Checksum.apply(checksum, address), port);
        int atOnce = Checksum.apply(checksum, Checksum.combine(address, port));
        assertThat(atOnce % 0xffff).isEqualTo(stepwise % 0xffff);
    }

    @Example
    void givesTheResultOfRfc1624Section4() {
        assertThat(Checksum.apply(0xdd2f, Checksum.delta16(0x5555, 0x3285))).isZero();
    }

    @Example
    void anUnchangedFieldLeavesAChecksumThatVerifies() {
        for (int value : new int[] {0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff}) {
            int delta = Checksum.delta16(value, value);
            assertThat(Checksum.apply(0x1234, delta)).isEqualTo(0x1234);
            assertThat(Checksum.apply(0, delta)).isZero();
        }
    }

    @Example
    void udpWithoutChecksumStaysWithoutOne() {
        assertThat(Checksum.applyUdp(0, Checksum.delta32(1, 0x0a000001))).isZero();
    }

    @Property
    void udpWithAChecksumNeverLosesIt(
            @ForAll @IntRange(min = 1, max = 0xffff) int checksum,
            @ForAll int before,
            @ForAll int after) {
        int delta = Checksum.delta32(before, after);
        int updated = Checksum.applyUdp(checksum, delta);
        assertThat(updated).isNotZero();
        assertThat(updated % 0xffff).isEqualTo(Checksum.apply(checksum, delta) % 0xffff);
    }

    @Example
    void aUdpChecksumThatComesOutAsZeroIsSentAsAllOnes() {
        assertThat(Checksum.applyUdp(0xdd2f, Checksum.delta16(0x5555, 0x3285))).isEqualTo(0xffff);
    }

    @Property
    void pseudoHeaderEqualsThatOfRfc9293(
            @ForAll int source,
            @ForAll int destination,
            @ForAll @IntRange(max = 255) int protocol,
            @ForAll @IntRange(max = 65535) int bytes) {
        ByteBuffer model = ByteBuffer.allocate(12);
        model.putInt(source).putInt(destination).putShort((short) protocol).putShort((short) bytes);
        int actual = Checksum.finish(Checksum.pseudoHeader(source, destination, protocol, bytes));
        assertThat(actual).isEqualTo(NaiveChecksum.of(model.array()));
    }

    @Property
    void pseudoHeaderEqualsThatOfRfc8200(
            @ForAll @Size(40) byte[] ip6,
            @ForAll @IntRange(max = 255) int protocol,
            @ForAll @IntRange(max = 65535) int bytes) {
        ByteBuffer model = ByteBuffer.allocate(40).put(ip6, 8, 32).putInt(bytes).putInt(protocol);
        try (ExactFrame frame = ExactFrame.of(ip6)) {
            long sum = Checksum.pseudoHeader6(frame.address(), protocol, bytes);
            assertThat(Checksum.finish(sum)).isEqualTo(NaiveChecksum.of(model.array()));
        }
    }
}
