package io.hnvgateway.dataplane.worker;

import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.dataplane.port.DataPathPort;
import io.hnvgateway.dataplane.sys.Affinity;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FrameHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One platform thread that turns: commands, receive, handler, flush, timers, rest.
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int COMMAND_CAPACITY = 1024;
    private static final int COMMANDS_A_ROUND = 64;
    private static final int FAULT_LIMIT = 1000;
    private static final long STOP_MS = 5000;

    private DataPathPort[] ports;
    private final FrameHandler handler;
    private final Consumer<Throwable> onDeath;
    private final CommandRing commands = new CommandRing(COMMAND_CAPACITY);
    private final FrameBatch batch = new FrameBatch();
    private final FaultLimit faults = new FaultLimit(FAULT_LIMIT);
    private final Doorbell doorbell = new Doorbell();
    private IdleStrategy idleStrategy;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong internalErrors = new AtomicLong();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile WorkerCore place = WorkerCore.any("nobody said where");
    private volatile @Nullable Throwable lastFault;

    /// @param onDeath called from the worker's thread when faults pass the limit; ends the process
    public Worker(
            String name,
            List<? extends DataPathPort> ports,
            FrameHandler handler,
            Consumer<Throwable> onDeath) {
        this.ports = ports.toArray(DataPathPort[]::new);
        this.handler = handler;
        this.onDeath = onDeath;
        this.idleStrategy = idleStrategy();
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    private IdleStrategy idleStrategy() {
        int[] descriptors =
                Stream.of(ports).flatMapToInt(p -> IntStream.of(p.pollDescriptors())).toArray();
        return new IdleStrategy(new PollRest(doorbell, descriptors), System::nanoTime);
    }

    /// Takes another set of ports; on the worker's thread, by [#send].
    public void serve(List<? extends DataPathPort> others) {
        ports = others.toArray(DataPathPort[]::new);
        doorbell.awake();
        idleStrategy = idleStrategy();
    }

    public String name() {
        return thread.getName();
    }

    /// Where its thread is to run; before [#start].
    public Worker on(WorkerCore core) {
        place = core;
        return this;
    }

    /// Where its thread runs, soon after [#start].
    public WorkerCore place() {
        return place;
    }

    public Worker start() {
        thread.start();
        return this;
    }

    /// Runs `command` on the worker's thread, soon. From any thread.
    ///
    /// @return false if too many commands wait
    public boolean send(Runnable command) {
        boolean sent = commands.offer(command);
        doorbell.ring();
        return sent;
    }

    /// Ends its rest, if it rests: there is work that no port brings. From any thread.
    public void wake() {
        doorbell.ring();
    }

    /// Rounds since the start; one that stands still means that the worker hangs.
    public long rounds() {
        return rounds.getOpaque();
    }

    /// Exceptions that left the handler or a command.
    public long internalErrors() {
        return internalErrors.getOpaque();
    }

    /// The last of [#internalErrors].
    public @Nullable Throwable lastFault() {
        return lastFault;
    }

    public boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        bind();
        try {
            while (running) {
                turn();
            }
        } catch (Throwable e) {
            running = false;
            LOG.error("Worker {} died", thread.getName(), e);
            onDeath.accept(e);
        }
    }

    /// A core may have gone since it was chosen: worse than another core is no worker.
    private void bind() {
        int core = place.core();
        if (!place.isBound()) {
            return;
        }
        try {
            Affinity.bind(core);
        } catch (SystemCallException e) {
            place = WorkerCore.any("core " + core + " was refused: " + e.getMessage());
            LOG.warn(
                    "event=core-refused worker={} reason=\"{}\"", thread.getName(), e.getMessage());
        }
    }

    private void turn() {
        try {
            idleStrategy.idle(round(), handler.longestRestMs());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            onFault(e);
        }
    }

    private int round() {
        rounds.setOpaque(rounds.getPlain() + 1);
        int work = commands.drain(COMMANDS_A_ROUND);
        for (DataPathPort port : ports) {
            work += receive(port);
        }
        for (DataPathPort port : ports) {
            port.flush();
        }
        return work + handler.doWork(System.nanoTime());
    }

    private int receive(DataPathPort port) {
        batch.clear();
        int received = port.receive(batch);
        if (received > 0) {
            handler.onBatch(port, batch, System.nanoTime());
        }
        return received;
    }

    private void onFault(Throwable fault) {
        internalErrors.setOpaque(internalErrors.getPlain() + 1);
        lastFault = fault;
        if (!faults.tolerate(fault)) {
            running = false;
            LOG.error("Worker {} ends: too many faults: {}", thread.getName(), faults.summary());
            onDeath.accept(fault);
        }
    }

    /// Ends the thread and waits for it. Frames and ports are the caller's again.
    @Override
    public void close() {
        running = false;
        doorbell.ring();
        try {
            thread.join(STOP_MS);
            if (!thread.isAlive()) {
                doorbell.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
