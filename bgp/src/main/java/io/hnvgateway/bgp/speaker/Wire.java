package io.hnvgateway.bgp.speaker;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Announce;
import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.bgp.contract.PutPeer;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.hnvgateway.bgp.contract.Update;
import io.hnvgateway.bgp.contract.Withdraw;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Aggregator;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Between the contract's messages and the gateway's values.
final class Wire {
    /// In one message: some 20 KiB at most.
    private static final int MOST_PREFIXES = 1000;

    private static final int LONGEST_SEGMENT = 255;
    private static final int WORDS_OF_LARGE = 3;

    private Wire() {}

    static PutPeer peer(PeerSpec spec) {
        PutPeer.Builder peer =
                PutPeer.newBuilder()
                        .setId(spec.id())
                        .setPeerAddress(Nlri.encode(spec.peerAlias()))
                        .setLocalAddress(Nlri.encode(spec.localAlias()))
                        .setLocalAs(spec.localAs().bits())
                        .setPeerAs(spec.peerAs().bits())
                        .setRouterId(spec.routerId().bits())
                        .setHoldSeconds(spec.holdSeconds())
                        .setTtl(spec.ttl().sent())
                        .setTtlSecurity(spec.ttl().security())
                        .setGracefulRestartSeconds(spec.gracefulRestartSeconds())
                        .setPassive(spec.passive());
        spec.families().stream().sorted().map(Wire::family).forEach(peer::addFamilies);
        return peer.build();
    }

    static Family family(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> Family.IPV4_UNICAST;
            case IPV6_UNICAST -> Family.IPV6_UNICAST;
        };
    }

    /// @throws IllegalArgumentException if it is none of ours
    static AddressFamily family(Family family) {
        return switch (family) {
            case IPV4_UNICAST -> AddressFamily.IPV4_UNICAST;
            case IPV6_UNICAST -> AddressFamily.IPV6_UNICAST;
            case FAMILY_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("no such address family");
        };
    }

    private static Set<AddressFamily> families(List<Family> families) {
        Set<AddressFamily> all = EnumSet.noneOf(AddressFamily.class);
        families.forEach(family -> all.add(family(family)));
        return all;
    }

    /// Withdrawals first.
    static void messages(String peer, RouteUpdate update, Consumer<ToSpeaker> out) {
        List<IpPrefix> ipv4 = update.withdrawn().stream().filter(IpPrefix::isIpv4).toList();
        List<IpPrefix> ipv6 = update.withdrawn().stream().filter(each -> !each.isIpv4()).toList();
        for (List<IpPrefix> family : List.of(ipv4, ipv6)) {
            for (List<IpPrefix> some : parts(family)) {
                out.accept(
                        ToSpeaker.newBuilder()
                                .setWithdraw(
                                        Withdraw.newBuilder()
                                                .setPeer(peer)
                                                .setFamily(Nlri.familyOf(some.getFirst()))
                                                .setPrefixes(Nlri.encode(some)))
                                .build());
            }
        }
        update.announced().forEach(each -> messages(peer, each, out));
    }

    static void messages(String peer, Announcement announcement, Consumer<ToSpeaker> out) {
        Attributes attributes = attributes(announcement.attributes());
        for (List<IpPrefix> some : parts(announcement.prefixes())) {
            out.accept(
                    ToSpeaker.newBuilder()
                            .setAnnounce(
                                    Announce.newBuilder()
                                            .setPeer(peer)
                                            .setFamily(Nlri.familyOf(some.getFirst()))
                                            .setNextHop(
                                                    Nlri.encode(
                                                            announcement.attributes().nextHop()))
                                            .setAttributes(attributes)
                                            .setPrefixes(Nlri.encode(some)))
                            .build());
        }
    }

    private static List<List<IpPrefix>> parts(List<IpPrefix> prefixes) {
        List<List<IpPrefix>> parts = new ArrayList<>();
        for (int from = 0; from < prefixes.size(); from += MOST_PREFIXES) {
            parts.add(prefixes.subList(from, Math.min(prefixes.size(), from + MOST_PREFIXES)));
        }
        return parts;
    }

    private static Attributes attributes(PathAttributes from) {
        Attributes.Builder to =
                Attributes.newBuilder()
                        .setOrigin(
                                switch (from.origin()) {
                                    case IGP -> Attributes.Origin.IGP;
                                    case EGP -> Attributes.Origin.EGP;
                                    case INCOMPLETE -> Attributes.Origin.INCOMPLETE;
                                })
                        .setAtomicAggregate(from.atomicAggregate());
        from.asPath().segments().forEach(segment -> to.addAsPath(segment(segment)));
        from.med().ifPresent(med -> to.setMultiExitDiscriminator((int) med));
        from.localPreference().ifPresent(preference -> to.setLocalPreference((int) preference));
        from.communities().forEach(each -> to.addCommunities(each.bits()));
        for (LargeCommunity each : from.largeCommunities()) {
            to.addLargeCommunities(each.global())
                    .addLargeCommunities(each.first())
                    .addLargeCommunities(each.second());
        }
        Aggregator aggregator = from.aggregator();
        if (aggregator != null) {
            to.setAggregator(
                    Attributes.Aggregator.newBuilder()
                            .setAsNumber(aggregator.asn().bits())
                            .setAddress(aggregator.router().bits()));
        }
        RouterId originator = from.originator();
        if (originator != null) {
            to.setOriginatorId(originator.bits());
        }
        from.clusters().forEach(each -> to.addClusterList(each.bits()));
        return to.build();
    }

    private static Attributes.Segment segment(AsPath.Segment from) {
        Attributes.Segment.Builder to =
                Attributes.Segment.newBuilder()
                        .setSet(
                                from.kind() == AsPath.Kind.SET
                                        || from.kind() == AsPath.Kind.CONFEDERATION_SET)
                        .setConfederation(
                                from.kind() == AsPath.Kind.CONFEDERATION_SEQUENCE
                                        || from.kind() == AsPath.Kind.CONFEDERATION_SET);
        from.numbers().forEach(number -> to.addAsNumbers(number.bits()));
        return to.build();
    }

    static PeerSession session(Agreed agreed) {
        return new PeerSession(
                agreed.getKnown(),
                agreed.getHoldSeconds(),
                Ipv4Address.toString(agreed.getRouterId()),
                agreed.getFourOctetAs(),
                agreed.getRouteRefresh(),
                families(agreed.getFamiliesList()),
                agreed.getGracefulRestart(),
                agreed.getRestarting(),
                agreed.getRestartSeconds(),
                families(agreed.getForwardingKeptList()),
                agreed.getContinued());
    }

    static List<IpPrefix> withdrawn(Update update) {
        return Nlri.decode(update.getFamily(), update.getWithdrawn());
    }

    static List<IpPrefix> announced(Update update) {
        return Nlri.decode(update.getFamily(), update.getAnnounced());
    }

    /// @throws IllegalArgumentException naming what no honest peer sends
    static PathAttributes attributes(Update update) {
        Attributes from = update.getAttributes();
        return PathAttributes.builder(nextHop(update.getNextHop()))
                .origin(
                        switch (from.getOrigin()) {
                            case IGP -> Origin.IGP;
                            case EGP -> Origin.EGP;
                            case INCOMPLETE, UNRECOGNIZED -> Origin.INCOMPLETE;
                        })
                .asPath(path(from.getAsPathList()))
                .med(
                        from.hasMultiExitDiscriminator()
                                ? unsigned(from.getMultiExitDiscriminator())
                                : OptionalLong.empty())
                .localPreference(
                        from.hasLocalPreference()
                                ? unsigned(from.getLocalPreference())
                                : OptionalLong.empty())
                .communities(from.getCommunitiesList().stream().map(Community::new).toList())
                .largeCommunities(large(from.getLargeCommunitiesList()))
                .atomicAggregate(from.getAtomicAggregate())
                .aggregator(
                        from.hasAggregator()
                                ? new Aggregator(
                                        Asn.ofBits(from.getAggregator().getAsNumber()),
                                        new RouterId(from.getAggregator().getAddress()))
                                : null)
                .originator(from.hasOriginatorId() ? new RouterId(from.getOriginatorId()) : null)
                .clusters(from.getClusterListList().stream().map(RouterId::new).toList())
                .build();
    }

    private static IpAddress nextHop(ByteString bytes) {
        return Nlri.decodeAddress(bytes);
    }

    private static OptionalLong unsigned(int bits) {
        return OptionalLong.of(Integer.toUnsignedLong(bits));
    }

    private static AsPath path(List<Attributes.Segment> from) {
        List<AsPath.Segment> to = new ArrayList<>();
        for (Attributes.Segment segment : from) {
            List<Asn> numbers = segment.getAsNumbersList().stream().map(Asn::ofBits).toList();
            for (int at = 0; at < numbers.size(); at += LONGEST_SEGMENT) {
                to.add(
                        new AsPath.Segment(
                                kind(segment),
                                numbers.subList(
                                        at, Math.min(numbers.size(), at + LONGEST_SEGMENT))));
            }
        }
        return AsPath.of(to);
    }

    private static AsPath.Kind kind(Attributes.Segment segment) {
        if (segment.getConfederation()) {
            return segment.getSet()
                    ? AsPath.Kind.CONFEDERATION_SET
                    : AsPath.Kind.CONFEDERATION_SEQUENCE;
        }
        return segment.getSet() ? AsPath.Kind.SET : AsPath.Kind.SEQUENCE;
    }

    private static List<LargeCommunity> large(List<Integer> words) {
        List<LargeCommunity> all = new ArrayList<>();
        for (int i = 0; i + WORDS_OF_LARGE <= words.size(); i += WORDS_OF_LARGE) {
            all.add(new LargeCommunity(words.get(i), words.get(i + 1), words.get(i + 2)));
        }
        return all;
    }
}
