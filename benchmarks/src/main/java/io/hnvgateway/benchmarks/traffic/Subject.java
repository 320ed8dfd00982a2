package io.hnvgateway.benchmarks.traffic;

import java.util.List;

/// What load goes through, as the generator sees it.
public interface Subject {
    String variant();

    /// Whether it is a gateway: flows have to be set up, and come out under external ports.
    boolean translates();

    Route route(Scenario scenario);

    /// Whose CPU time counts, besides the generator's and ksoftirqd's.
    List<Long> processes();

    /// Packets under way at most: what its queues hold without loss.
    int window();

    /// Lets it run, if it was held.
    default void resume() {}

    /// Holds it while it is not its turn, if it would spend CPU time on waiting.
    default void pause() {}
}
