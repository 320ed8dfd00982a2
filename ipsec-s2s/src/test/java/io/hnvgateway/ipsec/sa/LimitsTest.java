package io.hnvgateway.ipsec.sa;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.ipsec.cipher.EspCipher;
import org.junit.jupiter.api.Test;

/// Soft limits ask for a rekey once, hard ones end the SA.
class LimitsTest {
    private static final EspCipher NO_CIPHER =
            new EspCipher() {
                @Override
                public void seal(long esp, int textBytes, long sequence) {}

                @Override
                public boolean open(long esp, int textBytes, long sequence) {
                    return true;
                }

                @Override
                public void close() {}
            };

    private final RecordedEvents events = new RecordedEvents();
    private final Tunnel tunnel = new Tunnel(0, 0, "contoso");

    @Test
    void packets() {
        OutboundSa sa = outbound(TestSas.outbound(0x777).lifetime(0, 0, 3, 5));

        assertThat(claims(sa, 3)).isEqualTo(3);
        assertThat(events.all).isEmpty();
        assertThat(claims(sa, 2)).isEqualTo(2);
        assertThat(events.all).containsExactly("soft 00000777");
        assertThat(claims(sa, 3)).isZero();
        assertThat(events.all).containsExactly("soft 00000777", "hard 00000777");
        assertThat(sa.ended()).isTrue();
        assertThat(sa.sequenceOverflow()).isFalse();
    }

    @Test
    void bytes() {
        OutboundSa sa = outbound(TestSas.outbound(0x777).lifetime(250, 1000, 0, 0));

        assertThat(claims(sa, 3)).isEqualTo(3);
        assertThat(events.all).isEmpty();
        assertThat(claims(sa, 20)).isEqualTo(7);
        assertThat(events.all).containsExactly("soft 00000777", "hard 00000777");
    }

    @Test
    void inboundCountsToo() {
        InboundSa sa =
                new InboundSa(
                        TestSas.inbound(0x777).lifetime(0, 0, 1, 2).build(),
                        tunnel,
                        NO_CIPHER,
                        events);

        assertThat(sa.received(100, 1)).isTrue();
        assertThat(sa.received(100, 1)).isTrue();
        assertThat(sa.received(100, 1)).isFalse();
        assertThat(events.all).containsExactly("soft 00000777", "hard 00000777");
    }

    @Test
    void withoutLimitsThereIsNoEnd() {
        OutboundSa sa = outbound(TestSas.outbound(0x777).extended());

        assertThat(claims(sa, 1000)).isEqualTo(1000);
        assertThat(events.all).isEmpty();
    }

    @Test
    void sequenceNumbersBeginWithOneAndRise() {
        OutboundSa sa = outbound(TestSas.outbound(0x777));

        assertThat(sa.claim(1, 1)).isEqualTo(1);
        assertThat(sa.claim(1, 1)).isEqualTo(2);
    }

    @Test
    void shortSequenceNumbersEndWithTheLastAndAreNeverRepeated() {
        OutboundSa sa = outbound(TestSas.outbound(0x777));
        sa.skipTo(OutboundSa.LAST_SEQUENCE / 8 * 7 - 10);
        assertThat(claims(sa, 1)).isEqualTo(1);
        assertThat(events.all).isEmpty();

        sa.skipTo(OutboundSa.LAST_SEQUENCE - 2);
        assertThat(sa.claim(1, 1)).isEqualTo(OutboundSa.LAST_SEQUENCE - 1);
        assertThat(events.all).containsExactly("soft 00000777");
        assertThat(sa.claim(1, 1)).isEqualTo(OutboundSa.LAST_SEQUENCE);
        assertThat(sa.claim(1, 1)).isZero();
        assertThat(sa.sequenceOverflow()).isTrue();
        assertThat(events.all).containsExactly("soft 00000777", "hard 00000777");
    }

    @Test
    void extendedSequenceNumbersGoOnBehindThem() {
        OutboundSa sa = outbound(TestSas.outbound(0x777).extended());
        sa.skipTo(OutboundSa.LAST_SEQUENCE);

        assertThat(sa.claim(1, 1)).isEqualTo(1L << 32);
        assertThat(events.all).isEmpty();
    }

    private OutboundSa outbound(TestSas parameters) {
        return new OutboundSa(parameters.build(), tunnel, NO_CIPHER, events);
    }

    private static int claims(OutboundSa sa, int attempts) {
        int claimed = 0;
        for (int i = 0; i < attempts; i++) {
            claimed += sa.claim(100, 1) == 0 ? 0 : 1;
        }
        return claimed;
    }
}
