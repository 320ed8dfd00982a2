package io.hnvgateway.bgp.bridge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Brings ExaBGP to the neighbors that shall be: validated, written whole, reloaded, and read back.
/// A neighbor that changed goes first and comes then, so that its session and its routes are new.
/// Of the bridge's thread; validation runs beside it.
final class Configurator {
    /// Told on the bridge's thread.
    interface Result {
        /// ExaBGP knows these neighbors, as they are here.
        void inForce(Map<String, String> blocks);

        void refused(String peer, String reason);

        /// Nothing is to be done any more.
        void settled();

        /// ExaBGP does not take what is right: it has to be started again.
        void poisoned(String reason);
    }

    private static final int CEASE_PEER_DECONFIGURED = 3;
    private static final int READ_BACK_TRIES = 10;
    private static final long READ_BACK_PAUSE_MS = 100;

    private final NeighborFile file;
    private final Validator.Judge judge;
    private final CommandWindow window;
    private final ScheduledExecutorService bridge;
    private final Result result;
    private Map<String, String> current;
    private Map<String, String> wanted = Map.of();
    private boolean running;
    private boolean again;
    private boolean mustReload;
    private long generation = System.currentTimeMillis();
    private long reloads;

    /// @param current as an earlier bridge left it
    Configurator(
            NeighborFile file,
            Validator.Judge judge,
            CommandWindow window,
            ScheduledExecutorService bridge,
            Map<String, String> current,
            Result result) {
        this.file = file;
        this.judge = judge;
        this.window = window;
        this.bridge = bridge;
        this.current = current;
        this.mustReload = !current.isEmpty();
        this.result = result;
    }

    long reloads() {
        return reloads;
    }

    /// @param blocks all neighbors as they shall be, by alias
    void want(Map<String, String> blocks) {
        wanted = new LinkedHashMap<>(blocks);
        if (running) {
            again = true;
        } else {
            begin();
        }
    }

    private void begin() {
        again = false;
        List<String> candidates = new ArrayList<>();
        Map<String, String> unchanged = new LinkedHashMap<>();
        wanted.forEach((peer, block) -> {
            if (block.equals(current.get(peer))) {
                unchanged.put(peer, block);
            } else {
                candidates.add(peer);
            }
        });
        boolean nothing = candidates.isEmpty() && unchanged.size() == current.size();
        if (nothing && !mustReload) {
            result.inForce(current);
            result.settled();
            return;
        }
        running = true;
        Map<String, String> target = wanted;
        Thread.ofVirtual().start(() -> validate(unchanged, candidates, target));
    }

    private void validate(
            Map<String, String> unchanged, List<String> candidates, Map<String, String> target) {
        try {
            Map<String, String> faults =
                    Validator.faults(judge, file, unchanged, candidates, target);
            bridge.execute(() -> validated(unchanged, target, faults));
        } catch (IOException e) {
            bridge.execute(() -> failed("neighbors cannot be validated: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String reason) {
        running = false;
        result.poisoned(reason);
    }

    private void validated(
            Map<String, String> unchanged, Map<String, String> target, Map<String, String> faults) {
        faults.forEach(result::refused);
        Map<String, String> right = new LinkedHashMap<>(target);
        right.keySet().removeAll(faults.keySet());
        wanted.keySet().removeAll(faults.keySet());
        List<String> leaving =
                current.keySet().stream().filter(peer -> !unchanged.containsKey(peer)).toList();
        boolean changes = leaving.stream().anyMatch(right::containsKey);
        Map<String, String> first = new LinkedHashMap<>(right);
        first.keySet().removeAll(leaving);
        try {
            load(first, leaving, () -> second(right, changes));
        } catch (IOException e) {
            failed("neighbors cannot be written: " + e.getMessage());
        }
    }

    private void second(Map<String, String> right, boolean changes) {
        if (!changes) {
            done();
            return;
        }
        try {
            load(right, List.of(), this::done);
        } catch (IOException e) {
            failed("neighbors cannot be written: " + e.getMessage());
        }
    }

    private void done() {
        running = false;
        mustReload = false;
        if (again) {
            begin();
        } else {
            result.settled();
        }
    }

    private void load(Map<String, String> blocks, List<String> leaving, Runnable then)
            throws IOException {
        file.replace(file.text(blocks, ++generation));
        for (String peer : leaving) {
            window.submitAlone(
                    Commands.teardown("neighbor " + peer, CEASE_PEER_DECONFIGURED), answer -> {});
        }
        reloads++;
        window.submitAlone("reload", answer -> readBack(blocks, generation, READ_BACK_TRIES, then));
    }

    private void readBack(Map<String, String> blocks, long expected, int tries, Runnable then) {
        String some = blocks.isEmpty() ? "" : blocks.keySet().iterator().next() + " ";
        window.submitAlone(
                "show neighbor " + some + "configuration",
                answer -> {
                    String text = String.join("\n", answer.text());
                    boolean taken =
                            blocks.isEmpty()
                                    ? !text.contains("neighbor ")
                                    : text.contains(NeighborFile.generationMark(expected));
                    if (taken) {
                        current = blocks;
                        result.inForce(blocks);
                        then.run();
                    } else if (tries > 1) {
                        retry(blocks, expected, tries, then);
                    } else {
                        failed("a validated file was not taken");
                    }
                });
    }

    private void retry(Map<String, String> blocks, long expected, int tries, Runnable then) {
        var _ =
                bridge.schedule(
                        () ->
                                window.submitAlone(
                                        "reload",
                                        answer -> readBack(blocks, expected, tries - 1, then)),
                        READ_BACK_PAUSE_MS,
                        TimeUnit.MILLISECONDS);
    }
}
