package io.hnvgateway.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.netns.Result;
import org.junit.jupiter.api.Test;

class PingTest {
    @Test
    void readsCountsAndTtl() {
        Ping ping =
                Ping.parse(
                        new Result(
                                0,
                                """
                                64 bytes from 10.0.0.10: icmp_seq=2 ttl=63 time=1.27 ms
                                3 packets transmitted, 2 received, 33.3333% packet loss, time 616ms
                                """));
        assertThat(ping).isEqualTo(new Ping(3, 2, 63, 0));
        assertThat(ping.allAnswered()).isFalse();
    }

    @Test
    void readsTheMtuOfTheRouterAndOfTheKernelsMemory() {
        String router = "From 198.51.100.1 icmp_seq=1 Frag needed and DF set (mtu = 1458)\n";
        String memory = "ping: local error: message too long, mtu=1458\n";
        assertThat(Ping.parse(new Result(1, router)).mtuBytes()).isEqualTo(1458);
        assertThat(Ping.parse(new Result(1, memory)).mtuBytes()).isEqualTo(1458);
    }

    @Test
    void noOutputIsNoAnswer() {
        assertThat(Ping.parse(new Result(124, "")).allAnswered()).isFalse();
    }
}
