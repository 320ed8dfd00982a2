package io.hnvgateway.benchmarks.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameTemplateTest {
    private static final int INNER_BYTES = 64;

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void putsTheTenantsNumberIntoTheTunnel(Encapsulation encapsulation) {
        ByteBuffer frame = template(encapsulation);
        assertThat(frame.getInt(encapsulation.overheadBytes() - 4) >>> 8).isEqualTo(5006);
    }

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void fillsLengthsAndChecksumsOfBothHeaders(Encapsulation encapsulation) {
        ByteBuffer frame = template(encapsulation);
        int inner = encapsulation.overheadBytes() + 14;
        assertThat(onesComplementSum(frame, 14)).isEqualTo(0xffff);
        assertThat(onesComplementSum(frame, inner)).isEqualTo(0xffff);
        assertThat(frame.getShort(16)).isEqualTo((short) (encapsulation.overheadBytes() + 50));
        assertThat(frame.getShort(inner + 2)).isEqualTo((short) 50);
        assertThat(frame.getShort(encapsulation.udpOffset() + 4)).isEqualTo((short) 30);
    }

    @ParameterizedTest
    @EnumSource(value = Encapsulation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void leavesThePortAndTheEntropyToTheGenerator(Encapsulation encapsulation) {
        ByteBuffer frame = template(encapsulation);
        assertThat(frame.getShort(encapsulation.udpOffset())).isZero();
        assertThat(frame.get(encapsulation.entropyOffset())).isZero();
    }

    @Test
    void answersThePublicAddressOfATenant() {
        ByteBuffer frame = ByteBuffer.wrap(FrameTemplate.answer(new Tenant(300), INNER_BYTES));
        assertThat(frame.getInt(30)).isEqualTo(Ipv4.parse("198.18.1.44"));
        assertThat(onesComplementSum(frame, 14)).isEqualTo(0xffff);
    }

    private static ByteBuffer template(Encapsulation encapsulation) {
        return ByteBuffer.wrap(FrameTemplate.of(new Tenant(3), encapsulation, INNER_BYTES));
    }

    private static int onesComplementSum(ByteBuffer frame, int header) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += frame.getShort(header + i) & 0xffff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }
}
