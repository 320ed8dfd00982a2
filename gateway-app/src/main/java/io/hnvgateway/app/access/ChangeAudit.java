package io.hnvgateway.app.access;

import io.hnvgateway.app.desired.ChangeWitness;
import io.hnvgateway.app.desired.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Does what may change something, and writes down what came of it before it is answered. For any
/// threads.
public final class ChangeAudit {
    private static final int FAILED = 500;

    private final AuditLog log;

    public ChangeAudit(AuditLog log) {
        this.log = log;
    }

    /// Who wants what.
    public record Wish(
            String who,
            String role,
            String from,
            String requestId,
            String method,
            String resource) {}

    /// @param status of an answer, as of HTTP: 400 and more are refusals
    /// @throws IOException if it cannot be told: before the work, which is not done then, or after
    ///   it
    public <T, X extends Throwable> T tell(
            Wish wish, ScopedValue.CallableOp<T, X> work, ToIntFunction<T> status)
            throws X, IOException {
        log.allow();
        List<Outcome> accepted = new ArrayList<>(1);
        T answer;
        boolean done = false;
        try {
            answer = ChangeWitness.hearing(accepted::add, work);
            done = true;
        } finally {
            if (!done && !accepted.isEmpty()) {
                write(wish, FAILED, accepted); // it is in effect all the same
            }
        }
        write(wish, status.applyAsInt(answer), accepted);
        return answer;
    }

    /// Nothing was done.
    void refused(Wish wish, int status) throws IOException {
        write(wish, status, List.of());
    }

    /// A change that nobody confirmed in time is not in effect any more: of that nobody waits for
    /// an answer, and it is done even where it cannot be written down.
    ///
    /// @param version the change that was taken back
    public void takenBack(Outcome outcome, long version) {
        Wish wish = new Wish("commit-confirm", "", "", "", "take-back", "version " + version);
        try {
            write(wish, 200, List.of(outcome));
        } catch (IOException _) {
            // The audit log has logged it, and allows nothing else until it can be written.
        }
    }

    private void write(Wish wish, int status, List<Outcome> accepted) throws IOException {
        long version = 0;
        List<String> changes = new ArrayList<>();
        for (Outcome outcome : accepted) {
            version = Math.max(version, outcome.version());
            outcome.changes().stream()
                    .limit(AuditLog.MOST_CHANGES + 1L - changes.size())
                    .map(String::valueOf)
                    .forEach(changes::add);
        }
        log.request(
                new AuditLog.Request(
                        wish.who(),
                        wish.role(),
                        wish.from(),
                        wish.requestId(),
                        wish.method(),
                        wish.resource(),
                        status,
                        version,
                        changes));
    }
}
