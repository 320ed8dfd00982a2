package io.hnvgateway.bgp.bridge;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Announce;
import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/// Lines that ExaBGP understands, made of parsed values only.
final class Commands {
    /// Prefixes on a line: with the longest path and all communities it has less than 64 KiB.
    static final int MOST_PREFIXES = 500;

    private static final int WORDS_OF_LARGE = 3;

    private Commands() {}

    /// @throws IllegalArgumentException if ExaBGP cannot say such a path
    static List<String> announce(String selector, Announce announce, List<IpPrefix> prefixes) {
        String head =
                selector
                        + " announce attributes next-hop "
                        + Nlri.decodeAddress(announce.getNextHop())
                        + attributes(announce.getAttributes());
        return lines(head, prefixes);
    }

    static List<String> withdraw(String selector, Family family, List<IpPrefix> prefixes) {
        String any = family == Family.IPV4_UNICAST ? "0.0.0.0" : "::";
        return lines(selector + " withdraw attributes next-hop " + any, prefixes);
    }

    private static List<String> lines(String head, List<IpPrefix> prefixes) {
        List<String> all = new ArrayList<>();
        for (int from = 0; from < prefixes.size(); from += MOST_PREFIXES) {
            StringBuilder line = new StringBuilder(head);
            line.append(" nlri");
            int to = Math.min(prefixes.size(), from + MOST_PREFIXES);
            prefixes.subList(from, to).forEach(prefix -> line.append(' ').append(prefix));
            all.add(line.toString());
        }
        return all;
    }

    /// Names one neighbor; both addresses are its own alone.
    static String selector(ByteString peer, ByteString local) {
        return "neighbor " + Nlri.decodeAddress(peer) + " local-ip " + Nlri.decodeAddress(local);
    }

    static String endOfRib(String selector, Family family) {
        return selector + " announce eor " + name(family);
    }

    static String refresh(String selector, Family family) {
        return selector + " announce route-refresh " + name(family);
    }

    /// Ends the session with Cease and this subcode (RFC 4486).
    static String teardown(String selector, int subcode) {
        return selector + " teardown " + subcode;
    }

    static String name(Family family) {
        return switch (family) {
            case IPV4_UNICAST -> "ipv4 unicast";
            case IPV6_UNICAST -> "ipv6 unicast";
            case FAMILY_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException("no such address family");
        };
    }

    private static String attributes(Attributes attributes) {
        StringBuilder text = new StringBuilder(" origin ");
        text.append(
                switch (attributes.getOrigin()) {
                    case IGP -> "igp";
                    case EGP -> "egp";
                    case INCOMPLETE, UNRECOGNIZED -> "incomplete";
                });
        text.append(" as-path ").append(path(attributes.getAsPathList()));
        if (attributes.hasMultiExitDiscriminator()) {
            text.append(" med ").append(unsigned(attributes.getMultiExitDiscriminator()));
        }
        if (attributes.hasLocalPreference()) {
            text.append(" local-preference ").append(unsigned(attributes.getLocalPreference()));
        }
        communities(attributes, text);
        if (attributes.getAtomicAggregate()) {
            text.append(" atomic-aggregate");
        }
        if (attributes.hasAggregator()) {
            text.append(" aggregator ( ")
                    .append(unsigned(attributes.getAggregator().getAsNumber()))
                    .append(':')
                    .append(Ipv4Address.toString(attributes.getAggregator().getAddress()))
                    .append(" )");
        }
        return text.toString();
    }

    /// Sets in round brackets. Two sequences one behind the other are one: RFC 4271 §5.1.2 counts
    /// them so too.
    private static String path(List<Attributes.Segment> segments) {
        StringBuilder text = new StringBuilder("[ ");
        for (Attributes.Segment segment : segments) {
            if (segment.getConfederation()) {
                throw new IllegalArgumentException(
                        "AS path: a confederation's segment leaves no confederation (RFC 5065 §4)");
            }
            text.append(segment.getSet() ? "( " : "");
            segment.getAsNumbersList().forEach(asn -> text.append(unsigned(asn)).append(' '));
            text.append(segment.getSet() ? ") " : "");
        }
        return text.append(']').toString();
    }

    private static void communities(Attributes attributes, StringBuilder text) {
        if (attributes.getCommunitiesCount() > 0) {
            StringJoiner all = new StringJoiner(" ", " community [ ", " ]");
            attributes
                    .getCommunitiesList()
                    .forEach(bits -> all.add((bits >>> 16) + ":" + (bits & 0xffff)));
            text.append(all);
        }
        List<Integer> words = attributes.getLargeCommunitiesList();
        if (words.size() % WORDS_OF_LARGE != 0) {
            throw new IllegalArgumentException("a large community has three numbers");
        }
        if (!words.isEmpty()) {
            StringJoiner all = new StringJoiner(" ", " large-community [ ", " ]");
            for (int i = 0; i < words.size(); i += WORDS_OF_LARGE) {
                all.add(
                        unsigned(words.get(i))
                                + ":"
                                + unsigned(words.get(i + 1))
                                + ":"
                                + unsigned(words.get(i + 2)));
            }
            text.append(all);
        }
    }

    private static String unsigned(int bits) {
        return Integer.toUnsignedString(bits);
    }
}
