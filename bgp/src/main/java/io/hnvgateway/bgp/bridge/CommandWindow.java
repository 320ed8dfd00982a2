package io.hnvgateway.bgp.bridge;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Commands on their way to ExaBGP: at most [#OUTSTANDING] without an answer, answers counted in
/// order. One whose answer may overtake others is sent alone. Not thread-safe.
final class CommandWindow {
    static final int OUTSTANDING = 100;

    /// In nanoseconds: with no answer for so long, answers and commands no more belong together.
    static final long ANSWER_LIMIT = 30_000_000_000L;

    /// Lines of one answer that are kept.
    private static final int MOST_LINES = 20_000;

    /// What became of a command.
    ///
    /// @param text the lines before `done`
    record Answer(boolean done, List<String> text) {}

    /// @param each takes the lines of its answer as they come; without it they are kept
    private record Command(
            String line, boolean alone, @Nullable Consumer<String> each, Consumer<Answer> then) {}

    private final Consumer<String> out;
    private final LongSupplier nanoTime;
    private final Deque<Command> waiting = new ArrayDeque<>();
    private final Deque<Command> sent = new ArrayDeque<>();
    private List<String> text = new ArrayList<>();
    private long heardAt;
    private long count;
    private long refused;

    CommandWindow(Consumer<String> out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /// Routes, which ExaBGP answers in order.
    void submit(String line, Consumer<Answer> then) {
        waiting.add(new Command(line, false, null, then));
        pump();
    }

    /// Everything else.
    void submitAlone(String line, Consumer<Answer> then) {
        waiting.add(new Command(line, true, null, then));
        pump();
    }

    /// One whose answer may be long.
    ///
    /// @param each takes its lines as they come; none of them is in the answer
    void submitAlone(String line, Consumer<String> each, Consumer<Answer> then) {
        waiting.add(new Command(line, true, each, then));
        pump();
    }

    void text(String line) {
        @Nullable Command command = sent.peek();
        if (command != null && command.each != null) {
            command.each.accept(line);
        } else if (text.size() < MOST_LINES) {
            text.add(line);
        }
        heardAt = nanoTime.getAsLong();
    }

    /// @return false if no command waits for an answer
    boolean answered(boolean done) {
        Command command = sent.poll();
        if (command == null) {
            return false;
        }
        heardAt = nanoTime.getAsLong();
        refused += done ? 0 : 1;
        List<String> lines = text;
        text = new ArrayList<>();
        command.then.accept(new Answer(done, lines));
        pump();
        return true;
    }

    private void pump() {
        while (!waiting.isEmpty() && sent.size() < OUTSTANDING) {
            Command next = waiting.getFirst();
            @Nullable Command last = sent.peekLast();
            if (last != null && (next.alone || last.alone)) {
                return;
            }
            waiting.removeFirst();
            if (sent.isEmpty()) {
                heardAt = nanoTime.getAsLong();
            }
            sent.add(next);
            count++;
            out.accept(next.line);
        }
    }

    int waiting() {
        return waiting.size();
    }

    int outstanding() {
        return sent.size();
    }

    long count() {
        return count;
    }

    long refused() {
        return refused;
    }

    /// How long the oldest command waits without a word from ExaBGP; 0 if none does.
    long silentNs() {
        return sent.isEmpty() ? 0 : nanoTime.getAsLong() - heardAt;
    }
}
