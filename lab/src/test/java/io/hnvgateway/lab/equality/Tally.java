package io.hnvgateway.lab.equality;

import java.util.EnumMap;
import java.util.Map;

/// How many frames were compared, and how they ended.
final class Tally {
    private final Map<WentUp, Integer> wentUp = new EnumMap<>(WentUp.class);
    private final Map<Mutation, Integer> mutated = new EnumMap<>(Mutation.class);
    private final Map<Mutation, Integer> executedThough = new EnumMap<>(Mutation.class);
    private final Map<Tampering, Integer> tampered = new EnumMap<>(Tampering.class);
    private int frames;
    private int executed;

    void frame() {
        frames++;
    }

    void executed() {
        executed++;
    }

    void wentUp(WentUp reason) {
        wentUp.merge(reason, 1, Integer::sum);
    }

    void mutated(Mutation how, boolean executedThen) {
        mutated.merge(how, 1, Integer::sum);
        executedThough.merge(how, executedThen ? 1 : 0, Integer::sum);
    }

    void tampered(Tampering how) {
        tampered.merge(how, 1, Integer::sum);
    }

    /// Packets of known flows with this change.
    int mutated(Mutation how) {
        return mutated.getOrDefault(how, 0);
    }

    /// Of them, those that both executors executed.
    int executedThough(Mutation how) {
        return executedThough.getOrDefault(how, 0);
    }

    /// Executed packets behind which the tables were changed so.
    int timesTampered(Tampering how) {
        return tampered.getOrDefault(how, 0);
    }

    /// Frames that the program ran over.
    int frames() {
        return frames;
    }

    /// Of them, those that both executors executed alike.
    int executedAlike() {
        return executed;
    }

    /// Of them, those that Java executed and the program left to it.
    int wentUpFor(WentUp reason) {
        return wentUp.getOrDefault(reason, 0);
    }

    @Override
    public String toString() {
        return "%d frames, %d executed alike, executed by Java alone: %s; changed: %s, of them executed: %s; tables: %s"
                .formatted(frames, executed, wentUp, mutated, executedThough, tampered);
    }
}
