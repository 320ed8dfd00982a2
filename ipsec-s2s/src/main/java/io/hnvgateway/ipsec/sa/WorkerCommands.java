package io.hnvgateway.ipsec.sa;

/// Runs something on a worker's thread, between two packets.
@FunctionalInterface
public interface WorkerCommands {
    /// Queues it; runs it in the order of the calls. After the workers have ended it may run on any
    /// thread.
    void execute(int worker, Runnable command);

    /// Where there is one thread for all.
    WorkerCommands AT_ONCE = (_, command) -> command.run();
}
