package io.hnvgateway.ipsec.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IkeSasTest {
    private Instant now = Instant.EPOCH;
    private final IkeSas sas = new IkeSas(() -> now);

    @Test
    void theOldestWithoutAChildEndBeyondTheLimitAndNoneThatHasOne() {
        sas.up(1);
        sas.childUp(1, 10);
        for (long ike = 2; ike <= 1 + IkeSas.MAX_CHILDLESS; ike++) {
            assertThat(sas.up(ike)).isEmpty();
        }
        assertThat(sas.up(100)).containsExactly(2L);
        assertThat(sas.up(101)).as("the end of 2 is under way").containsExactly(3L);
        sas.childUp(4, 11);
        assertThat(sas.up(102)).isEmpty();
    }

    @Test
    void oneWithoutAChildEndsAfterAWhile() {
        sas.up(1);
        sas.up(2);
        sas.childUp(2, 10);
        pass(IkeSas.CHILDLESS_LIMIT.toSeconds() - 1);
        assertThat(sas.overdue()).isEmpty();
        pass(1);
        assertThat(sas.overdue()).containsExactly(1L);
        assertThat(sas.overdue()).as("once").isEmpty();
        pass(IkeSas.CHILDLESS_LIMIT.toSeconds());
        assertThat(sas.overdue()).as("charon did not end it").containsExactly(1L);
        sas.down(1);
        pass(IkeSas.CHILDLESS_LIMIT.toSeconds());
        assertThat(sas.overdue()).isEmpty();
    }

    @Test
    void theTimeBeginsWhenTheLastChildGoes() {
        sas.up(1);
        sas.childUp(1, 10);
        sas.childUp(1, 11);
        sas.childDown(10);
        pass(100);
        assertThat(sas.overdue()).isEmpty();
        assertThat(sas.hasChildren()).isTrue();
        sas.childDown(11);
        assertThat(sas.hasChildren()).isFalse();
        assertThat(sas.overdue()).isEmpty();
        pass(100);
        assertThat(sas.overdue()).containsExactly(1L);
    }

    @Test
    void newKeysOfAnIkeSaGiveItNoMoreTime() {
        sas.up(1);
        pass(20);
        sas.rekeyed(1, 2);
        pass(10);
        assertThat(sas.overdue()).containsExactly(2L);
    }

    @Test
    void childrenGoAlongWithNewKeys() {
        sas.up(1);
        sas.childUp(1, 10);
        sas.rekeyed(1, 2);
        sas.childRekeyed(2, 10, 11);
        pass(100);
        assertThat(sas.overdue()).isEmpty();
        sas.down(1);
        assertThat(sas.hasChildren()).isTrue();
        assertThat(sas.others(3)).containsExactly(2L);
        sas.down(2);
        assertThat(sas.hasChildren()).isFalse();
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }
}
