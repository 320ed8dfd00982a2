package io.hnvgateway.app.tunnels;

import io.hnvgateway.app.compile.IpSecTunnel;
import io.hnvgateway.app.events.GatewayEvent.ConnectionChanged;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.ipsec.connection.ConnectionFailure;
import io.hnvgateway.ipsec.connection.ConnectionFailure.Kind;
import io.hnvgateway.ipsec.connection.ConnectionStatus;
import io.hnvgateway.ipsec.connection.ConnectionStatus.State;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the connections each second: tells of what became of them, in the log and as events,
/// and has those set up again that are up in charon's eyes only.
///
/// Whoever makes a connection come and go, or fail over and over, is told of once a second at most,
/// of the same kind of failure once in [#REPEAT_SECONDS], and all connections of a tenant together
/// no more often than [#EACH_SECOND]; what there was no room for is told later, as it is then.
/// Owner: the conductor.
final class ConnectionWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

    /// Of one tenant, once; then so many each second.
    static final int BURST = 20;

    static final int EACH_SECOND = 2;

    /// The same failure again.
    static final int REPEAT_SECONDS = 600;

    /// Rekeying after a restart takes as long where there are a thousand tunnels.
    static final int PATIENCE_SECONDS = 45;

    /// The peer has refused a rekeying; charon tries it again a few times.
    static final int REFUSED_PATIENCE_SECONDS = 5;

    private final Surroundings around;
    private final Map<String, Seen> seen = new HashMap<>();

    /// What a tenant may still tell; one that may tell all is not there.
    private final Map<RoutingDomainId, Integer> budgets = new HashMap<>();

    /// Where connections are, and who listens.
    interface Surroundings {
        /// What has the name now; null: it has just gone.
        @Nullable IpSecTunnel tunnel(String name);

        /// Whether packets could be sent into it; true while charon cannot hand over keys at all.
        boolean hasKeys(String name);

        void reestablish(String name, ConnectionFailure why);

        void tell(ConnectionChanged event);
    }

    /// What is known and told of a connection.
    private static final class Seen {
        private boolean up;
        private long ups;
        private long failures;

        /// The failure was there at the last look: by now the best words for it are known.
        private boolean ripe;

        private @Nullable Kind told;
        private int sinceTold;
        private int withoutKeys;

        void toldOf(ConnectionStatus status) {
            ConnectionFailure failure = status.failure();
            told = failure == null ? null : failure.kind();
            failures = status.counters().failures();
            sinceTold = 0;
            ripe = false;
        }
    }

    ConnectionWatch(Surroundings around) {
        this.around = around;
    }

    /// To be called each second, with all connections.
    void look(List<ConnectionStatus> connections) {
        budgets.replaceAll((_, left) -> left + EACH_SECOND);
        budgets.values().removeIf(left -> left >= BURST);
        if (seen.size() > connections.size()) {
            Set<String> names =
                    connections.stream().map(ConnectionStatus::name).collect(Collectors.toSet());
            seen.keySet().retainAll(names);
        }
        for (ConnectionStatus status : connections) {
            IpSecTunnel tunnel = around.tunnel(status.name());
            if (tunnel != null) {
                look(status, seen.computeIfAbsent(status.name(), _ -> new Seen()), tunnel);
            }
        }
    }

    private void look(ConnectionStatus status, Seen known, IpSecTunnel tunnel) {
        known.sinceTold++;
        if (status.state() == State.ESTABLISHED) {
            if ((!known.up || known.ups != status.counters().ups()) && may(tunnel)) {
                known.up = true;
                known.ups = status.counters().ups();
                known.toldOf(status);
                tell(tunnel, "up", null);
            }
            lookForKeys(status, known, tunnel);
        } else if (known.up) {
            if (may(tunnel)) {
                known.up = false;
                known.toldOf(status);
                tell(tunnel, "down", status.failure());
            }
        } else {
            lookForFailure(status, known, tunnel);
        }
    }

    private void lookForFailure(ConnectionStatus status, Seen known, IpSecTunnel tunnel) {
        ConnectionFailure failure = status.failure();
        if (failure == null || known.failures == status.counters().failures()) {
            return;
        }
        if (!known.ripe) {
            known.ripe = true;
        } else if (known.told == failure.kind() && known.sinceTold < REPEAT_SECONDS) {
            known.failures = status.counters().failures();
            known.ripe = false;
        } else if (may(tunnel)) {
            known.toldOf(status);
            tell(tunnel, "failed", failure);
        }
    }

    private void lookForKeys(ConnectionStatus status, Seen known, IpSecTunnel tunnel) {
        if (around.hasKeys(status.name())) {
            known.withoutKeys = 0;
            return;
        }
        known.withoutKeys++;
        int patience = status.failure() == null ? PATIENCE_SECONDS : REFUSED_PATIENCE_SECONDS;
        if (known.withoutKeys > patience) {
            known.withoutKeys = 0;
            setUpAgain(status, known, tunnel);
        }
    }

    /// Told at once: it may well be up again before the next look, which then sees no reason.
    private void setUpAgain(ConnectionStatus status, Seen known, IpSecTunnel tunnel) {
        ConnectionFailure noKeys =
                new ConnectionFailure(
                        Kind.OTHER,
                        "no new keys within "
                                + PATIENCE_SECONDS
                                + " s after a restart: the connection is set up again");
        around.reestablish(status.name(), noKeys);
        if (known.up && may(tunnel)) {
            ConnectionFailure said = status.failure();
            ConnectionFailure why = said == null ? noKeys : said;
            known.up = false;
            known.toldOf(status);
            known.told = why.kind();
            tell(tunnel, "down", why);
        }
    }

    private boolean may(IpSecTunnel tunnel) {
        int left = budgets.getOrDefault(tunnel.rdid(), BURST);
        if (left > 0) {
            budgets.put(tunnel.rdid(), left - 1);
        }
        return left > 0;
    }

    private void tell(IpSecTunnel tunnel, String what, @Nullable ConnectionFailure failure) {
        String kind = failure == null ? "" : failure.kind().name().toLowerCase(Locale.ROOT);
        // A peer chooses its identity, which may stand in it.
        String reason = failure == null ? "" : failure.text().replace('"', '\'');
        LOG.info(
                "event=connection-{} name={} network={} kind={} reason=\"{}\"",
                what,
                tunnel.name(),
                tunnel.network(),
                kind,
                reason);
        around.tell(
                new ConnectionChanged(
                        tunnel.network(), tunnel.connection().name(), what, kind, reason));
    }
}
