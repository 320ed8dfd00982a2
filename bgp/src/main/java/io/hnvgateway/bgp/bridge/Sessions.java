package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.PeerState;
import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stood when this bridge was started by an ExaBGP that runs already: its neighbors, which of
/// them have a session, what is announced to them. Each is handed to its peer once.
final class Sessions {
    static final String ASK_NEIGHBORS = "show neighbor extensive";
    static final String ASK_ANNOUNCED = "show adj-rib out";
    private static final String HEAD = "Neighbor ";

    private final Map<String, String> blocks;
    private final Map<IpAddress, Agreed> opened = new HashMap<>();
    private final Map<IpAddress, Agreed> established = new HashMap<>();
    private final Map<IpAddress, AnnouncedPrefixes> announced = new HashMap<>();

    Sessions(Map<String, String> blocks) {
        this.blocks = blocks;
    }

    /// The answer to [#ASK_NEIGHBORS].
    void neighbors(List<String> text) {
        @Nullable IpAddress peer = null;
        Agreed.Builder agreed = Agreed.newBuilder();
        boolean up = false;
        for (String line : text) {
            String[] words = line.strip().split("\\s+", -1);
            if (line.startsWith(HEAD)) {
                add(peer, up, agreed);
                peer = IpAddress.parse(line.substring(HEAD.length()).strip());
                agreed = Agreed.newBuilder();
                up = false;
            } else if (words.length == 2 && "state".equals(words[0])) {
                up = "ESTABLISHED".equals(words[1]);
            } else if (words.length == 3 && "route-refresh:".equals(words[0])) {
                agreed.setRouteRefresh("enabled".equals(words[2]));
            } else if (words.length == 5 && "unicast:".equals(words[1])) {
                family(words, agreed);
            }
        }
        add(peer, up, agreed);
    }

    private static void family(String[] words, Agreed.Builder agreed) {
        if ("enabled".equals(words[3])) {
            agreed.addFamilies("ipv4".equals(words[0]) ? Family.IPV4_UNICAST : Family.IPV6_UNICAST);
        }
    }

    private void add(@Nullable IpAddress peer, boolean up, Agreed.Builder agreed) {
        if (peer != null && up) {
            established.put(peer, agreed.build());
        }
    }

    /// A line of the answer to [#ASK_ANNOUNCED], which has one for each route.
    void announced(String line) {
        var entry = LineParser.announced(line);
        if (entry != null) {
            announced
                    .computeIfAbsent(entry.getKey(), key -> new AnnouncedPrefixes())
                    .put(entry.getValue(), 0);
        }
    }

    /// A session that changes before the gateway comes.
    void heard(Line line) {
        switch (line) {
            case Line.Opened(IpAddress peer, Agreed agreed) -> opened.put(peer, agreed);
            case Line.Up(IpAddress peer) -> {
                Agreed agreed = opened.remove(peer);
                if (agreed != null) {
                    established.put(peer, agreed);
                }
            }
            case Line.Down(IpAddress peer, String reason) -> {
                opened.remove(peer);
                established.remove(peer);
            }
            default -> {}
        }
    }

    /// To a peer that shall be as it stood; of another one, all of it ends.
    void hand(BridgePeer peer) {
        Agreed agreed = established.remove(peer.alias);
        AnnouncedPrefixes prefixes = announced.remove(peer.alias);
        if (!peer.block.equals(blocks.get(peer.alias.toString()))) {
            return;
        }
        if (agreed != null) {
            peer.state = PeerState.State.UP;
            peer.agreed = agreed;
        }
        if (prefixes != null) {
            peer.announced = prefixes;
        }
    }
}
