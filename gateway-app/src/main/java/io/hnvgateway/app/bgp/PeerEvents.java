package io.hnvgateway.app.bgp;

import io.hnvgateway.app.compile.BgpNetwork;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.events.GatewayEvent.PeerChanged;
import io.hnvgateway.compartments.RoutingDomainId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of peers in the log and as events, of those of one tenant no more often than
/// [#EACH_SECOND]: what a session comes and goes by is the tenant's. Of the thread `bgp`.
final class PeerEvents {
    static final int BURST = 20;
    static final int EACH_SECOND = 2;

    private static final Logger LOG = LoggerFactory.getLogger(PeerEvents.class);

    /// What a tenant may still tell; one that may tell all is not there.
    private final Map<RoutingDomainId, Integer> budgets = new HashMap<>();

    private Consumer<GatewayEvent> listener = _ -> {};

    void tell(Consumer<GatewayEvent> to) {
        listener = to;
    }

    /// @param reason a sentence; a peer may have chosen some of it
    void note(BgpNetwork network, String peer, String what, String reason) {
        int left = budgets.getOrDefault(network.rdid(), BURST);
        if (left == 0) {
            return;
        }
        budgets.put(network.rdid(), left - 1);
        String clean = printable(reason);
        LOG.info(
                "event=bgp-{} network={} peer={} reason=\"{}\"", what, network.name(), peer, clean);
        listener.accept(new PeerChanged(network.name(), peer, what, clean));
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .limit(300)
                .forEach(c ->
                        clean.appendCodePoint(
                                Character.isISOControl(c) ? '?' : c == '"' ? '\'' : c));
        return clean.toString();
    }

    void eachSecond() {
        budgets.replaceAll((_, left) -> left + EACH_SECOND);
        budgets.values().removeIf(left -> left >= BURST);
    }
}
