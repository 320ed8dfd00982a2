package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.tunnel.TunnelState;
import io.hnvgateway.provider.resource.ConnectionType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Usage of tenants for billing: packets and bytes by kind of connection, which only grow, over
/// restarts and crashes too. What is told is durable already. Thread-safe; [#round] is for one
/// thread.
public final class UsageMeter {
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    /// A removed tenant's usage is kept for so long.
    static final Duration KEPT = Duration.ofDays(90);

    /// Removed tenants beyond this are forgotten, those that are gone longest first.
    static final int MOST_GONE = 50_000;

    private final UsageSources sources;
    private final UsageFile file;
    private final InstantSource clock;
    private final Map<UUID, UsageAccount> accounts = new HashMap<>();

    /// What each connection had carried when it was looked at last; packets and bytes, in and out.
    private final Map<TunnelState, long[]> seen = new WeakHashMap<>();

    /// Connections as of the last look: one that ended has carried something until then.
    private List<CompiledConnection> connections = List.of();

    private boolean failing;

    /// Rounds that became durable.
    private final AtomicLong written = new AtomicLong();

    /// A series of a tenant.
    ///
    /// @param rdid of the tenant, which may be gone
    /// @param direction `in` (towards its VMs) or `out`
    public record Row(UUID rdid, String kind, String direction, long packets, long bytes) {}

    UsageMeter(UsageSources sources, Path directory, InstantSource clock) throws IOException {
        this.sources = sources;
        this.clock = clock;
        file = new UsageFile(directory);
        file.read().forEach((rdid, saved) -> accounts.put(rdid, new UsageAccount(saved)));
    }

    /// What tenants used, as far as it is durable; only series that are not 0.
    public synchronized List<Row> told() {
        List<Row> rows = new ArrayList<>();
        accounts.forEach((rdid, account) -> add(rows, rdid, account.durable()));
        return rows;
    }

    /// As [#told()] of one tenant.
    public synchronized List<Row> told(UUID rdid) {
        List<Row> rows = new ArrayList<>();
        UsageAccount account = accounts.get(rdid);
        if (account != null) {
            add(rows, rdid, account.durable());
        }
        return rows;
    }

    private static void add(List<Row> rows, UUID rdid, long[] values) {
        for (int i = 0; i < UsageSeries.COUNT; i++) {
            if (values[i] != 0) {
                UsageSeries.Name name = UsageSeries.ALL.get(i);
                rows.add(
                        new Row(
                                rdid,
                                name.kind(),
                                name.direction(),
                                values[i],
                                values[UsageSeries.COUNT + i]));
            }
        }
    }

    /// Rounds that became durable.
    long written() {
        return written.get();
    }

    /// Reads all counters, and makes what they say durable.
    void round() throws InterruptedException {
        List<Compartment> present = sources.compartments();
        Map<Integer, long[]> ended = new HashMap<>();
        for (Compartment compartment : present) {
            ended.put(compartment.index(), UsageAccount.ended(compartment.state()));
        }
        // Behind that: a flow that ends now is missed until the next time, never counted twice.
        Map<Integer, long[]> live = live();
        Map<UUID, UsageFile.Saved> toSave = measure(present, ended, live);
        try {
            file.write(toSave);
            failing = false;
        } catch (IOException fault) {
            if (!failing) {
                LOG.error("event=usage-not-written reason=\"{}\"", fault.toString());
            }
            failing = true;
            return;
        }
        synchronized (this) {
            toSave.forEach((rdid, saved) -> account(rdid).saved(saved));
        }
        written.getAndIncrement();
    }

    private Map<Integer, long[]> live() throws InterruptedException {
        Map<Integer, long[]> live = new HashMap<>();
        sources.tellLive((owner, action, session, packets, bytes) -> {
            UsageKind kind = UsageKind.of(action, session);
            if (kind != null) {
                long[] sums = live.computeIfAbsent(owner, _ -> UsageSeries.none());
                sums[UsageSeries.position(kind)] += packets;
                sums[UsageSeries.COUNT + UsageSeries.position(kind)] += bytes;
            }
        });
        return live;
    }

    private synchronized Map<UUID, UsageFile.Saved> measure(
            List<Compartment> present, Map<Integer, long[]> ended, Map<Integer, long[]> live) {
        long nowSeconds = clock.instant().getEpochSecond();
        Map<UUID, Compartment> byDomain = new HashMap<>();
        present.forEach(c -> byDomain.put(c.identity().rdid().value(), c));
        byDomain.forEach((rdid, compartment) ->
                account(rdid)
                        .measure(
                                compartment.state(),
                                ended.getOrDefault(compartment.index(), UsageSeries.none()),
                                live.getOrDefault(compartment.index(), UsageSeries.none())));
        tunnels();
        accounts.forEach((rdid, account) -> {
            if (!byDomain.containsKey(rdid)) {
                account.gone(nowSeconds);
            }
        });
        forget(nowSeconds);
        Map<UUID, UsageFile.Saved> toSave = new HashMap<>();
        accounts.forEach((rdid, account) -> toSave.put(rdid, account.toSave()));
        return toSave;
    }

    private UsageAccount account(UUID rdid) {
        return accounts.computeIfAbsent(rdid, _ -> new UsageAccount());
    }

    /// Those of the last look once more: what ended since has carried something until then.
    private void tunnels() {
        List<CompiledConnection> now = sources.connections();
        connections.forEach(this::tunnel);
        now.forEach(this::tunnel);
        connections = now;
    }

    private void tunnel(CompiledConnection connection) {
        TunnelState state = connection.state();
        long[] before = seen.computeIfAbsent(state, _ -> new long[4]);
        ConnectionType type = connection.source().transport().type();
        UsageAccount account = account(connection.rdid().value());
        long[] after = {
            state.in().packets(), state.in().bytes(), state.out().packets(), state.out().bytes()
        };
        account.addTunnel(
                UsageSeries.position(type, true), after[0] - before[0], after[1] - before[1]);
        account.addTunnel(
                UsageSeries.position(type, false), after[2] - before[2], after[3] - before[3]);
        seen.put(state, after);
    }

    private void forget(long nowSeconds) {
        accounts.values()
                .removeIf(account ->
                        account.goneSinceSeconds() != 0
                                && nowSeconds - account.goneSinceSeconds() > KEPT.toSeconds());
        List<UUID> gone =
                accounts.entrySet().stream()
                        .filter(e -> e.getValue().goneSinceSeconds() != 0)
                        .sorted(Comparator.comparingLong(e -> e.getValue().goneSinceSeconds()))
                        .map(Map.Entry::getKey)
                        .toList();
        if (gone.size() > MOST_GONE) {
            gone.subList(0, gone.size() - MOST_GONE).forEach(accounts::remove);
        }
    }
}
