package io.hnvgateway.app.desired;

import io.hnvgateway.app.store.LoadedState;
import io.hnvgateway.app.store.StateEdit;
import io.hnvgateway.app.store.StoredChange;
import io.hnvgateway.app.store.Unconfirmed;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.resource.ResourceReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Numbers of changes, which of them wait to be confirmed, and what those hold. Under the applier's
/// lock.
final class Versions {
    /// A change that nobody confirmed for a day has been forgotten.
    static final int MOST_CONFIRM_SECONDS = 86_400;

    static final int MOST_UNCONFIRMED = 64;

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private final Map<String, Waiting> holders = new HashMap<>();
    private long current;

    private static final class Waiting {
        final Unconfirmed change;
        final long untilNs;
        String problem = "";

        Waiting(Unconfirmed change, long untilNs) {
            this.change = change;
            this.untilNs = untilNs;
        }

        long number() {
            return change.version().number();
        }

        Instant confirmBy() {
            Instant by = change.version().confirmBy();
            return by == null ? Instant.MAX : by;
        }
    }

    Versions(InstantSource clock) {
        this(clock, System::nanoTime);
    }

    /// @param nanoTime goes on where the wall's clock is set back: nothing waits longer than was
    ///   said
    Versions(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    void load(LoadedState loaded) {
        current = loaded.version();
        loaded.unconfirmed().forEach(this::hold);
    }

    /// Number of the last change; 0: there was none.
    long current() {
        return current;
    }

    /// Why the origin's wish to confirm cannot be met; empty: it can.
    List<Fault> faults(ChangeOrigin origin) {
        int seconds = origin.confirmWithinSeconds();
        if (seconds < 0 || seconds > MOST_CONFIRM_SECONDS) {
            return List.of(
                    Fault.of(
                            "confirmWithinSeconds",
                            seconds,
                            "must be 1.." + MOST_CONFIRM_SECONDS,
                            "or 0 for a change that stays"));
        }
        if (seconds > 0 && waiting.size() >= MOST_UNCONFIRMED) {
            return List.of(
                    Fault.of(
                                    "confirmWithinSeconds",
                                    seconds,
                                    MOST_UNCONFIRMED + " changes wait to be confirmed already",
                                    "confirm some of them")
                            .with(FaultCode.UNCONFIRMED));
        }
        return List.of();
    }

    /// A fault for each resource that a change touches and another one holds.
    ///
    /// @param released versions that the change takes back
    List<Fault> held(Stream<ResourceReference> touched, Set<Long> released) {
        List<Fault> faults = new ArrayList<>();
        if (holders.isEmpty()) {
            return faults;
        }
        touched.forEach(resource -> {
            Waiting holder = holders.get(ResourceKeys.key(resource));
            if (holder != null && !released.contains(holder.number())) {
                faults.add(
                        Fault.of(
                                        resource.path(),
                                        "",
                                        "was changed by version "
                                                + holder.number()
                                                + ", which is to be confirmed by "
                                                + holder.confirmBy(),
                                        "confirm it, or wait until it is taken back")
                                .with(FaultCode.UNCONFIRMED));
            }
        });
        return faults;
    }

    /// The next version, not accepted yet.
    Version next(ChangeOrigin origin, List<Change> changes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int seconds = origin.confirmWithinSeconds();
        return new Version(
                current + 1,
                now,
                origin.who(),
                origin.requestId(),
                Version.lines(changes),
                seconds == 0 ? null : now.plusSeconds(seconds));
    }

    void accepted(StoredChange change) {
        Version version = change.version();
        current = version.number();
        change.ends().forEach(this::release);
        StateEdit inverse = change.inverse();
        if (version.confirmBy() != null && inverse != null) {
            hold(new Unconfirmed(version, inverse));
        }
    }

    private void hold(Unconfirmed change) {
        Waiting one = new Waiting(change, nanoTime.getAsLong() + leftNs(change.version()));
        waiting.put(one.number(), one);
        Differences.touched(change.inverse()).forEach(r -> holders.put(ResourceKeys.key(r), one));
    }

    /// Until it is to be confirmed; never more than was said at first.
    private long leftNs(Version version) {
        Instant by = version.confirmBy();
        if (by == null) {
            return Long.MAX_VALUE / 2;
        }
        Duration left = Duration.between(clock.instant(), by);
        Duration said = Duration.between(version.time(), by);
        return Math.max(0, (left.compareTo(said) < 0 ? left : said).toNanos());
    }

    void release(long version) {
        if (waiting.remove(version) != null) {
            holders.values().removeIf(holder -> holder.number() == version);
        }
    }

    static Fault notWaiting(long version) {
        return Fault.of("version", version, "does not wait to be confirmed")
                .with(FaultCode.VERSION_NOT_FOUND);
    }

    boolean isWaiting(long version) {
        return waiting.containsKey(version);
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /// Those behind a version that wait.
    Set<Long> waitingAfter(long version) {
        return Set.copyOf(waiting.tailMap(version, false).keySet());
    }

    /// What is to be taken back now, the newest first.
    List<Unconfirmed> due() {
        Instant now = clock.instant();
        long nowNs = nanoTime.getAsLong();
        return waiting.descendingMap().values().stream()
                .filter(one -> !now.isBefore(one.confirmBy()) || nowNs - one.untilNs >= 0)
                .map(one -> one.change)
                .toList();
    }

    /// Notes why one could not be taken back.
    ///
    /// @return whether that is news
    boolean cannotTakeBack(long version, String problem) {
        Waiting one = waiting.get(version);
        if (one == null || one.problem.equals(problem)) {
            return false;
        }
        one.problem = problem;
        return true;
    }

    /// When the next one is due; null: none waits.
    @Nullable Instant nextDeadline() {
        return waiting.values().stream()
                .map(Waiting::confirmBy)
                .min(Instant::compareTo)
                .orElse(null);
    }

    List<Pending> pending() {
        return waiting.values().stream()
                .map(one ->
                        new Pending(
                                one.change.version(),
                                Differences.touched(one.change.inverse()).toList(),
                                one.problem))
                .toList();
    }
}
