package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerQueuesTest {
    private final WorkerQueues queues = new WorkerQueues(2);
    private final List<Integer> done = new ArrayList<>();
    private final Queue<Runnable> worker = new ArrayDeque<>();
    private boolean full;

    private boolean send(int to, Runnable command) {
        return !full && worker.add(command);
    }

    private void give(int count) {
        IntStream.range(0, count).forEach(i -> queues.execute(1, () -> done.add(i)));
    }

    private void turn() {
        for (Runnable command = worker.poll(); command != null; command = worker.poll()) {
            command.run();
        }
    }

    @Test
    void runsAllInTheirOrderHoweverManyThereAre() {
        give(50);
        queues.begin(this::send);
        give(50);
        assertThat(worker).as("one at a time is with the worker").hasSize(1);
        turn();
        assertThat(done).hasSize(100).startsWith(0, 1, 2);
    }

    @Test
    void keepsWhatAFullWorkerDidNotTake() {
        queues.begin(this::send);
        full = true;
        give(3);
        full = false;
        turn();
        assertThat(done).isEmpty();
        queues.again();
        turn();
        assertThat(done).containsExactly(0, 1, 2);
    }

    @Test
    void goesOnAfterACommandThatFailed() {
        queues.begin(this::send);
        queues.execute(
                0,
                () -> {
                    throw new IllegalStateException("planted");
                });
        give(1);
        while (!worker.isEmpty()) {
            try {
                turn();
            } catch (IllegalStateException planted) {
                assertThat(planted).hasMessage("planted");
            }
        }
        assertThat(done).containsExactly(0);
    }

    @Test
    void runsWhatIsLeftWhenTheWorkersHaveEnded() {
        give(2);
        queues.end();
        assertThat(done).containsExactly(0, 1);
        give(1);
        assertThat(done).hasSize(3);
    }
}
