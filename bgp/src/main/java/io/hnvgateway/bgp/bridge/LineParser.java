package io.hnvgateway.bgp.bridge;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From ExaBGP's text to [Line].
final class LineParser {
    private static final String IPV4 = "ipv4";
    private static final String IPV6 = "ipv6";

    private LineParser() {}

    /// @throws MalformedLineException if it looks like JSON and is not what it should be
    static Line parse(String line) {
        return switch (line) {
            case "done" -> new Line.Done();
            case "error" -> new Line.Failed();
            default -> line.startsWith("{ \"exabgp\"") ? message(line) : new Line.Text(line);
        };
    }

    private static Line message(String line) {
        try {
            Fields root = Fields.of(Json.parse(line), "line");
            String type = root.text("type");
            return switch (type) {
                case "state" -> state(root.object("neighbor"));
                case "open" -> open(root.object("neighbor"));
                case "update" -> update(root.object("neighbor"));
                case "refresh" -> refresh(root.object("neighbor"));
                default -> new Line.Other(type);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedLineException(String.valueOf(e.getMessage()));
        }
    }

    private static Line state(Fields neighbor) {
        IpAddress peer = peer(neighbor);
        return switch (neighbor.text("state")) {
            case "connected" -> new Line.Connected(peer);
            case "up" -> new Line.Up(peer);
            case "down" -> new Line.Down(peer, neighbor.textOr("reason", ""));
            default -> throw new MalformedLineException("state: no such state");
        };
    }

    private static IpAddress peer(Fields neighbor) {
        return IpAddress.parse(neighbor.object("address").text("peer"));
    }

    private static Line open(Fields neighbor) {
        Fields open = neighbor.object("open");
        Agreed.Builder agreed =
                Agreed.newBuilder()
                        .setKnown(true)
                        .setHoldSeconds((int) open.number("hold_time"))
                        .setRouterId(IpAddress.parse(open.text("router_id")).ipv4Bits());
        Fields capabilities = open.object("capabilities");
        for (String code : capabilities.names()) {
            capability(code, capabilities.object(code), agreed);
        }
        if (agreed.getFamiliesCount() == 0) {
            agreed.addFamilies(Family.IPV4_UNICAST); // RFC 4760 §8: nothing said is IPv4
        }
        return new Line.Opened(peer(neighbor), agreed.build());
    }

    private static void capability(String code, Fields capability, Agreed.Builder agreed) {
        switch (code) {
            case "1" ->
                    capability.texts("families").stream()
                            .map(LineParser::family)
                            .filter(LineParser::isKnown)
                            .forEach(agreed::addFamilies);
            case "2" -> agreed.setRouteRefresh(true);
            case "64" -> gracefulRestart(capability, agreed);
            case "65" -> agreed.setFourOctetAs(true);
            case "70" -> agreed.setEnhancedRefresh(true);
            default -> {} // none of ours
        }
    }

    private static void gracefulRestart(Fields capability, Agreed.Builder agreed) {
        agreed.setGracefulRestart(true)
                .setRestartSeconds((int) capability.number("time"))
                .setRestarting(capability.texts("restart-flags").contains("forwarding"));
        Fields flags = capability.object("address-family-flags");
        for (String name : flags.names()) {
            Family family = family(name);
            if (isKnown(family) && flags.texts(name).contains("restart")) {
                agreed.addForwardingKept(family);
            }
        }
    }

    private static Line update(Fields neighbor) {
        IpAddress peer = peer(neighbor);
        Fields message = neighbor.object("message");
        if (message.has("eor")) {
            Fields eor = message.object("eor");
            return new Line.EndOfRib(peer, family(eor.text("afi"), eor.text("safi")));
        }
        Fields update = message.object("update");
        Fields attributes = update.objectOrEmpty("attribute");
        Fields announce = update.objectOrEmpty("announce");
        List<Line.Batch> announced = new ArrayList<>();
        for (String name : announce.names()) {
            Fields hops = announce.object(name);
            for (String hop : hops.names()) {
                ByteString nextHop =
                        "null".equals(hop) ? ByteString.EMPTY : Nlri.encode(IpAddress.parse(hop));
                add(announced, family(name), nextHop, hops.list(hop));
            }
        }
        Fields withdraw = update.objectOrEmpty("withdraw");
        List<Line.Batch> withdrawn = new ArrayList<>();
        for (String name : withdraw.names()) {
            add(withdrawn, family(name), ByteString.EMPTY, withdraw.list(name));
        }
        return new Line.Routes(
                peer,
                AttributeReader.read(attributes),
                attributes.textOr("error", ""),
                attributes.textOr("discarded", ""),
                announced,
                withdrawn);
    }

    private static void add(
            List<Line.Batch> batches, Family family, ByteString nextHop, List<?> nlris) {
        if (!isKnown(family) || nlris.isEmpty()) {
            return;
        }
        List<IpPrefix> prefixes = new ArrayList<>(nlris.size());
        for (Object nlri : nlris) {
            IpPrefix prefix = IpPrefix.parse(nlriText(nlri));
            if (Nlri.familyOf(prefix) != family) {
                throw new MalformedLineException(prefix + ": is not of its family");
            }
            prefixes.add(prefix);
        }
        batches.add(new Line.Batch(family, nextHop, Nlri.encode(prefixes), prefixes.size()));
    }

    private static String nlriText(@Nullable Object nlri) {
        if (nlri instanceof String text) {
            return text;
        }
        return Fields.of(nlri, "nlri").text("nlri");
    }

    private static Line refresh(Fields neighbor) {
        Fields refresh = neighbor.object("route-refresh");
        String subtype = refresh.text("subtype");
        return switch (subtype) {
            case "begin", "end" ->
                    new Line.Refresh(
                            peer(neighbor),
                            family(refresh.text("afi"), refresh.text("safi")),
                            "begin".equals(subtype));
            default -> new Line.Other("refresh");
        };
    }

    /// `ipv4 unicast` or `ipv4/unicast`.
    private static Family family(String name) {
        String[] parts = name.split("[ /]", -1);
        return parts.length == 2 ? family(parts[0], parts[1]) : Family.FAMILY_UNSPECIFIED;
    }

    private static Family family(String afi, String safi) {
        if (!"unicast".equals(safi)) {
            return Family.FAMILY_UNSPECIFIED;
        }
        return switch (afi) {
            case IPV4 -> Family.IPV4_UNICAST;
            case IPV6 -> Family.IPV6_UNICAST;
            default -> Family.FAMILY_UNSPECIFIED;
        };
    }

    private static boolean isKnown(Family family) {
        return family != Family.FAMILY_UNSPECIFIED;
    }

    /// For answers in plain text: `neighbor 10.128.0.1 ipv4 unicast 10.1.0.0/16 next-hop 10.0.0.9`.
    static Map.@Nullable Entry<IpAddress, IpPrefix> announced(String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length < 5 || !"neighbor".equals(words[0])) {
            return null;
        }
        try {
            return Map.entry(IpAddress.parse(words[1]), IpPrefix.parse(words[4]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
