package io.hnvgateway.app.tunnels;

import io.hnvgateway.ipsec.sa.WorkerCommands;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Commands for workers, in the order in which they were given: none is lost, however many there
/// are and however busy the worker is. Any thread.
final class WorkerQueues implements WorkerCommands {
    /// So many end in one round of a worker.
    private static final int COMMANDS_A_ROUND = 32;

    private final List<Lane> lanes;
    private volatile SiteToSite.@Nullable Workers sender;
    private volatile boolean ended;

    WorkerQueues(int workers) {
        lanes = IntStream.range(0, workers).mapToObj(Lane::new).toList();
    }

    @Override
    public void execute(int worker, Runnable command) {
        Lane lane = lanes.get(worker);
        lane.commands.add(command);
        if (ended) {
            lane.runAll();
        } else {
            lane.ring();
        }
    }

    /// The workers run from now on.
    void begin(SiteToSite.Workers sender) {
        this.sender = sender;
        again();
    }

    /// Asks again for what found no room; to be called now and then.
    void again() {
        lanes.forEach(Lane::ring);
    }

    /// The workers have ended: whoever gives a command runs it.
    void end() {
        ended = true;
        lanes.forEach(Lane::runAll);
    }

    private final class Lane {
        private final int worker;
        private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean rung = new AtomicBoolean();

        Lane(int worker) {
            this.worker = worker;
        }

        void ring() {
            SiteToSite.Workers to = sender;
            if (to == null || commands.isEmpty() || !rung.compareAndSet(false, true)) {
                return;
            }
            if (!to.send(worker, this::run)) {
                rung.set(false);
            }
        }

        /// On the worker.
        private void run() {
            rung.set(false);
            try {
                for (int i = 0; i < COMMANDS_A_ROUND; i++) {
                    Runnable command = commands.poll();
                    if (command == null) {
                        return;
                    }
                    command.run();
                }
            } finally {
                ring();
            }
        }

        synchronized void runAll() {
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
        }
    }
}
