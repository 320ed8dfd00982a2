package io.hnvgateway.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.store.MemoryDirectory.PowerLoss;
import io.hnvgateway.app.store.MemoryDirectory.Unsynced;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The same changes again and again, with a fault at each single operation of the disk in turn. The
/// store must come back to what it acknowledged last, or to what was under way.
class StoreFaultTest {
    private static final StoreLimits SMALL = new StoreLimits(600, 600, 1 << 20);

    /// What a store holds: addresses by id, the last version, and what waits to be confirmed.
    private record Held(Map<String, String> addresses, long version, Set<Long> unconfirmed) {
        static final Held NOTHING = new Held(Map.of(), 0, Set.of());

        static Held of(LoadedState loaded) {
            assertThat(loaded.problem()).isEmpty();
            assertThat(loaded.document().faults()).isEmpty();
            Map<String, String> addresses = new TreeMap<>();
            loaded.document()
                    .state()
                    .publicIPAddresses()
                    .forEach(a -> addresses.put(a.resourceId(), String.valueOf(a.ipAddress())));
            Set<Long> waiting = new TreeSet<>();
            loaded.unconfirmed().forEach(one -> waiting.add(one.version().number()));
            return new Held(addresses, loaded.version(), waiting);
        }

        DesiredState state() {
            return StoreFaultTest.addresses(addresses);
        }
    }

    /// One life of a gateway: changes, and what came of them.
    private static final class Life {
        final MemoryDirectory disk;
        FileStateStore store;
        Held acknowledged;
        @Nullable Held underWay;
        final List<Long> refused = new ArrayList<>();

        Life(MemoryDirectory disk) throws IOException {
            this.disk = disk;
            store = open(disk);
            acknowledged = Held.of(store.load());
        }

        /// Every kind of change, with compactions between.
        void run() throws IOException {
            put("a", "203.0.113.1", false);
            put("b", "203.0.113.2", true);
            save(Map.of("a", "203.0.113.1", "b", "203.0.113.2", "c", "203.0.113.3"), false);
            put("a", "203.0.113.4", false);
            compact();
            confirm();
            put("d", "203.0.113.5", false);
            withdrawn("e", "203.0.113.6");
            put("f", "203.0.113.7", true);
            put("g", "203.0.113.8", false);
            compact();
            savedAndWithdrawn(Map.of("z", "203.0.113.9"));
            delete("a");
            save(Map.of("f", "203.0.113.7", "h", "203.0.113.10"), true);
            put("i", "203.0.113.11", false);
            compact();
            put("j", "203.0.113.12", false);
        }

        private void put(String id, String address, boolean toBeConfirmed) {
            Map<String, String> after = new TreeMap<>(acknowledged.addresses);
            after.put(id, address);
            change(after, toBeConfirmed, false);
        }

        private void delete(String id) {
            Map<String, String> after = new TreeMap<>(acknowledged.addresses);
            after.remove(id);
            change(after, false, false);
        }

        private void save(Map<String, String> after, boolean toBeConfirmed) {
            change(after, toBeConfirmed, true);
        }

        private boolean change(Map<String, String> after, boolean toBeConfirmed, boolean whole) {
            StoredChange change = stored(after, toBeConfirmed);
            Held next = after(change, after);
            return step(
                    next,
                    () -> {
                        if (whole) {
                            store.save(next.state(), change);
                        } else {
                            store.append(change);
                        }
                    });
        }

        private StoredChange stored(Map<String, String> after, boolean toBeConfirmed) {
            Version version =
                    new Version(
                            acknowledged.version + 1,
                            TestChanges.TIME,
                            "operator",
                            "",
                            List.of(),
                            toBeConfirmed ? Instant.MAX.minusSeconds(1) : null);
            return new StoredChange(
                    version,
                    edit(acknowledged.addresses, after),
                    edit(after, acknowledged.addresses),
                    Set.of());
        }

        private Held after(StoredChange change, Map<String, String> after) {
            Set<Long> waiting = new TreeSet<>(acknowledged.unconfirmed);
            if (change.version().confirmBy() != null) {
                waiting.add(change.version().number());
            }
            return new Held(after, change.version().number(), waiting);
        }

        private void confirm() {
            if (!acknowledged.unconfirmed.isEmpty()) {
                Held next = new Held(acknowledged.addresses, acknowledged.version, Set.of());
                step(next, () -> store.confirm(acknowledged.unconfirmed));
            }
        }

        private void withdrawn(String id, String address) {
            Held before = acknowledged;
            Map<String, String> after = new TreeMap<>(before.addresses);
            after.put(id, address);
            StoredChange change = stored(after, false);
            if (change(after, false, false)) {
                withdraw(before, () -> store.withdraw(change, null));
            }
        }

        private void savedAndWithdrawn(Map<String, String> after) {
            Held before = acknowledged;
            StoredChange change = stored(after, false);
            if (change(after, false, true)) {
                withdraw(before, () -> store.withdraw(change, before.state()));
            }
        }

        /// If that fails, the disk has one or the other until the next change is accepted.
        private void withdraw(Held before, Step withdrawal) {
            Held withdrawn = acknowledged;
            if (!step(before, withdrawal)) {
                acknowledged = before;
                underWay = withdrawn;
            }
        }

        private void compact() throws IOException {
            StateStore.Compaction compaction = store.compaction();
            if (compaction != null) {
                try {
                    compaction.write(acknowledged.state());
                } catch (IOException _) {
                    // Nothing is lost: the journals stay.
                }
            }
        }

        private boolean step(Held next, Step step) {
            underWay = next;
            try {
                step.run();
            } catch (IOException _) {
                refused.add(next.version);
                return false;
            }
            acknowledged = next;
            underWay = null;
            return true;
        }

        private interface Step {
            void run() throws IOException;
        }
    }

    private static FileStateStore open(MemoryDirectory disk) throws IOException {
        return new FileStateStore(
                disk, new SecretBox(Path.of("/nowhere")), () -> TestChanges.TIME, SMALL);
    }

    private static DesiredState addresses(Map<String, String> addresses) {
        return DesiredState.EMPTY.withPublicIPAddresses(
                addresses.entrySet().stream()
                        .map(a ->
                                new PublicIpAddress(
                                        a.getKey(),
                                        AllocationMethod.STATIC,
                                        IpAddress.parse(a.getValue())))
                        .toList());
    }

    private static StateEdit edit(Map<String, String> from, Map<String, String> to) {
        Map<String, String> put = new TreeMap<>(to);
        from.forEach((id, address) -> put.remove(id, address));
        return new StateEdit(
                addresses(put),
                from.keySet().stream()
                        .filter(id -> !to.containsKey(id))
                        .map(id -> ResourceReference.of("publicIPAddresses", id))
                        .toList());
    }

    private static int operations() throws IOException {
        Life life = new Life(new MemoryDirectory());
        life.run();
        assertThat(life.refused).isEmpty();
        return life.disk.operations();
    }

    @Test
    void aPowerLossAtAnyPointLosesNothingThatWasAcknowledged() throws IOException {
        int all = operations();
        assertThat(all).isGreaterThan(80);
        for (int at = 0; at <= all; at++) {
            Life life = new Life(new MemoryDirectory().losingPowerAt(at));
            try {
                life.run();
            } catch (PowerLoss _) {
                // As asked for.
            }
            checkAfterPowerLoss(life, at);
        }
    }

    /// Whatever was not synced is there, or not, or in part.
    private static void checkAfterPowerLoss(Life life, int at) throws IOException {
        Set<Map<String, String>> seen = new HashSet<>();
        for (int names = 0; names <= life.disk.unsyncedNames(); names++) {
            for (Unsynced fate : Unsynced.values()) {
                MemoryDirectory next = life.disk.afterPowerLoss(names, fate);
                if (seen.add(next.contents())) {
                    check(life, next, "%d/%d/%s", at, names, fate);
                }
            }
        }
    }

    /// Each operation fails alone; all changes that are accepted then, and later, are there.
    @Test
    void aFaultAtAnyPointRefusesOneChangeAndLosesNone() throws IOException {
        int all = operations();
        for (int at = 0; at <= all; at++) {
            int failing = at;
            withFaults(number -> number == failing, at);
        }
    }

    /// A disk that is full for a while.
    @Test
    void manyFaultsOnEndRefuseChangesAndLoseNone() throws IOException {
        int all = operations();
        for (int at = 0; at <= all; at += 5) {
            int first = at;
            withFaults(number -> number >= first && number < first + 7, at);
        }
    }

    private static void withFaults(IntPredicate fails, int at) throws IOException {
        Life life = new Life(new MemoryDirectory().failing(fails));
        life.run();
        life.underWay = null;
        life.run();
        assertThat(life.acknowledged.addresses).as("fault at %s", at).containsKey("j");
        checkAfterPowerLoss(life, at);
    }

    private static void check(Life life, MemoryDirectory disk, String as, Object... of)
            throws IOException {
        Life next = new Life(disk);
        List<Held> possible = new ArrayList<>(List.of(life.acknowledged));
        if (life.underWay != null) {
            possible.add(life.underWay);
        }
        assertThat(next.acknowledged).as(as, of).isIn(possible);
        boolean sure = next.acknowledged.equals(life.acknowledged);
        if (sure) {
            leadsBackToNothing(next, as, of);
        }
        next.put("later", "203.0.113.14", false);
        assertThat(next.refused).as(as, of).isEmpty();
        assertThat(Held.of(open(disk).load())).as(as, of).isEqualTo(next.acknowledged);
    }

    /// The history is whole: all changes taken back, the oldest last.
    private static void leadsBackToNothing(Life life, String as, Object... of) throws IOException {
        List<StateEdit> inverses = new ArrayList<>();
        life.store.history().inverses(0, life.acknowledged.version, inverses::add);
        Map<String, String> state = new TreeMap<>(life.acknowledged.addresses);
        for (StateEdit inverse : inverses.reversed()) {
            inverse.deleted().forEach(r -> state.remove(r.parts().get(1)));
            inverse.put()
                    .publicIPAddresses()
                    .forEach(a -> state.put(a.resourceId(), String.valueOf(a.ipAddress())));
        }
        assertThat(state).as(as, of).isEqualTo(Held.NOTHING.addresses);
    }
}
