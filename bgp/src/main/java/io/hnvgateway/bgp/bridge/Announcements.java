package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Announce;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.bgp.contract.Refused;
import io.hnvgateway.bgp.contract.Withdraw;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.function.BiConsumer;

/// What ExaBGP is told to announce. Prefixes are remembered without their attributes: enough to
/// withdraw what a gateway, come back, does not name any more.
final class Announcements {
    private final CommandWindow window;
    private final BiConsumer<BridgePeer, Refused.What> refused;
    private int round = 1;

    Announcements(CommandWindow window, BiConsumer<BridgePeer, Refused.What> refused) {
        this.window = window;
        this.refused = refused;
    }

    /// A gateway begins to say everything.
    void nextRound() {
        round++;
    }

    /// @throws IllegalArgumentException naming what cannot be said
    void announce(BridgePeer peer, Announce announce) {
        List<IpPrefix> prefixes = Nlri.decode(announce.getFamily(), announce.getPrefixes());
        List<String> lines = Commands.announce(peer.selector, announce, prefixes);
        prefixes.forEach(prefix -> peer.announced.put(prefix, round));
        submit(peer, lines, Refused.What.ANNOUNCE);
    }

    /// What was not announced is not withdrawn.
    ///
    /// @throws IllegalArgumentException naming what cannot be said
    void withdraw(BridgePeer peer, Withdraw withdraw) {
        List<IpPrefix> prefixes =
                Nlri.decode(withdraw.getFamily(), withdraw.getPrefixes()).stream()
                        .filter(peer.announced::remove)
                        .toList();
        withdraw(peer, withdraw.getFamily(), prefixes);
    }

    private void withdraw(BridgePeer peer, Family family, List<IpPrefix> prefixes) {
        submit(peer, Commands.withdraw(peer.selector, family, prefixes), Refused.What.WITHDRAW);
    }

    /// What was announced before this round and has not been named in it.
    void withdrawUnnamed(BridgePeer peer) {
        List<IpPrefix> unnamed = peer.announced.notOf(round);
        unnamed.forEach(peer.announced::remove);
        for (Family family : List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)) {
            List<IpPrefix> ofFamily =
                    unnamed.stream().filter(each -> Nlri.familyOf(each) == family).toList();
            withdraw(peer, family, ofFamily);
        }
    }

    private void submit(BridgePeer peer, List<String> lines, Refused.What what) {
        for (String line : lines) {
            window.submit(
                    line,
                    answer -> {
                        if (!answer.done()) {
                            refused.accept(peer, what);
                        }
                    });
        }
    }
}
