package io.hnvgateway.lab.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private final Numbers numbers = new Numbers();

    @Test
    void findsWhatIsMissingAndWhen() {
        for (int number : new int[] {1, 2, 5, 2, 6}) {
            numbers.arrived(number, 100L * number);
        }
        assertThat(numbers.received()).isEqualTo(4);
        assertThat(numbers.twice()).isOne();
        assertThat(numbers.end()).isEqualTo(7);
        assertThat(numbers.lastSentNs()).isEqualTo(600);
        assertThat(numbers.gaps()).containsExactly(new Gap(0, 0, 0, 100), new Gap(3, 4, 200, 500));
    }

    @Test
    void growsAndRefusesWhatIsNoNumberOfAStream() {
        numbers.arrived(100_000, 7);
        numbers.arrived(-1, 7);
        numbers.arrived(Integer.MAX_VALUE, 7);
        assertThat(numbers.received()).isOne();
        assertThat(numbers.end()).isEqualTo(100_001);
    }

    @Test
    void theEndIsMissedByTheSendersCount() {
        Datagrams datagrams =
                Datagrams.of(
                        Map.of("sent", "10"),
                        Map.of(
                                "received", "7",
                                "end", "8",
                                "last-sent-ns", "700",
                                "gaps", "3,3,200,400/",
                                "host-drops", "1",
                                "peers", "1"));
        assertThat(datagrams.lost()).isEqualTo(3);
        assertThat(datagrams.lostOnTheWay()).isEqualTo(2);
        assertThat(datagrams.gaps())
                .containsExactly(new Gap(3, 3, 200, 400), new Gap(8, 9, 700, Long.MAX_VALUE));
        assertThat(datagrams.gaps().getLast().covers(700, 5000)).isTrue();
        assertThat(datagrams.gaps().getFirst().covers(200, 401)).isFalse();
    }

    @Test
    void aConnectionIsWholeWhenBothSumsAgree() {
        Map<String, String> one =
                Map.of(
                        "sent", "4",
                        "sent-sum", "a",
                        "received", "8",
                        "received-sum", "b",
                        "ended", "true");
        Map<String, String> other =
                Map.of(
                        "sent", "8",
                        "sent-sum", "b",
                        "received", "4",
                        "received-sum", "a",
                        "ended", "true");
        assertThat(Connection.of(one, other).whole()).isTrue();
        Map<String, String> torn = new HashMap<>(other);
        torn.put("received-sum", "c");
        assertThat(Connection.of(one, torn).whole()).isFalse();
        torn.putAll(other);
        torn.put("ended", "false");
        torn.put("resets", "1");
        assertThat(Connection.of(one, torn).whole()).isFalse();
        assertThat(Connection.of(one, torn).resets()).isOne();
    }
}
