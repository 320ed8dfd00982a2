package io.hnvgateway.dataplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandRingTest {
    private static final int EACH = 20_000;
    private final CommandRing ring = new CommandRing(4);
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void runsCommandsInTheOrderTheyWereSent() {
        for (int i = 0; i < 3; i++) {
            int number = i;
            ring.offer(() -> ran.add(number));
        }
        assertThat(ring.drain(10)).isEqualTo(3);
        assertThat(ran).containsExactly(0, 1, 2);
    }

    @Test
    void refusesWhenFullAndAcceptsAgainWhenDrained() {
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(() -> ran.add(0))).isTrue();
        }
        assertThat(ring.offer(() -> ran.add(1))).isFalse();
        assertThat(ring.drain(1)).isEqualTo(1);
        assertThat(ring.offer(() -> ran.add(2))).isTrue();
    }

    @Test
    void keepsTheRingUsableWhenACommandThrows() {
        ring.offer(() -> {
            throw new IllegalStateException("expected");
        });
        ring.offer(() -> ran.add(1));
        try {
            ring.drain(10);
        } catch (IllegalStateException _) {
            ran.add(-1);
        }
        ring.drain(10);
        assertThat(ran).containsExactly(-1, 1);
    }

    @Test
    void losesAndRepeatsNoCommandOfManySenders() throws InterruptedException {
        CommandRing shared = new CommandRing(64);
        int senders = 3;
        int[] last = new int[senders];
        Arrays.fill(last, -1);
        boolean[] inOrder = {true};
        Sink sink =
                (sender, number) -> {
                    inOrder[0] &= number == last[sender] + 1;
                    last[sender] = number;
                };
        List<Thread> threads =
                IntStream.range(0, senders)
                        .mapToObj(s -> Thread.ofPlatform().start(() -> sendAll(shared, s, sink)))
                        .toList();
        int run = 0;
        while (run < senders * EACH) {
            int now = shared.drain(100);
            run += now;
            if (now == 0) {
                Thread.onSpinWait();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(inOrder[0]).isTrue();
        assertThat(last).containsOnly(EACH - 1);
    }

    private interface Sink {
        void accept(int sender, int number);
    }

    private static void sendAll(CommandRing shared, int sender, Sink sink) {
        for (int i = 0; i < EACH; i++) {
            int number = i;
            while (!shared.offer(() -> sink.accept(sender, number))) {
                Thread.onSpinWait();
            }
        }
    }
}
