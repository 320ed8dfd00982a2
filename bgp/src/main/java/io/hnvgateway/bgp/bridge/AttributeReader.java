package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.packet.IpAddress;
import java.util.List;

/// Path attributes as ExaBGP's JSON has them, with the AS path as `exabgp.py` writes it.
final class AttributeReader {
    private static final int WORDS_OF_LARGE = 3;
    private static final int SET = 1;
    private static final int CONFEDERATION_SEQUENCE = 3;
    private static final int CONFEDERATION_SET = 4;

    private AttributeReader() {}

    static Attributes read(Fields fields) {
        Attributes.Builder attributes = Attributes.newBuilder();
        if (fields.has("origin")) {
            attributes.setOrigin(origin(fields.text("origin")));
        }
        if (fields.has("as-path")) {
            fields.numberLists("as-path").forEach(each -> attributes.addAsPath(segment(each)));
        }
        if (fields.has("med")) {
            attributes.setMultiExitDiscriminator((int) fields.number("med"));
        }
        if (fields.has("local-preference")) {
            attributes.setLocalPreference((int) fields.number("local-preference"));
        }
        communities(fields, attributes);
        attributes.setAtomicAggregate(fields.has("atomic-aggregate"));
        if (fields.has("aggregator")) {
            attributes.setAggregator(aggregator(fields.text("aggregator")));
        }
        if (fields.has("originator-id")) {
            attributes.setOriginatorId(routerId(fields.text("originator-id")));
        }
        if (fields.has("cluster-list")) {
            fields.texts("cluster-list").forEach(each -> attributes.addClusterList(routerId(each)));
        }
        return attributes.build();
    }

    private static Attributes.Origin origin(String text) {
        return switch (text) {
            case "igp" -> Attributes.Origin.IGP;
            case "egp" -> Attributes.Origin.EGP;
            default -> Attributes.Origin.INCOMPLETE;
        };
    }

    /// A kind (RFC 4271 §4.3, RFC 5065 §3) and the numbers behind it.
    private static Attributes.Segment segment(List<Integer> words) {
        int kind = words.isEmpty() ? 0 : words.getFirst();
        if (kind < SET || kind > CONFEDERATION_SET || words.size() < 2) {
            throw new MalformedLineException("as-path: a kind, and numbers behind it");
        }
        return Attributes.Segment.newBuilder()
                .setSet(kind == SET || kind == CONFEDERATION_SET)
                .setConfederation(kind >= CONFEDERATION_SEQUENCE)
                .addAllAsNumbers(words.subList(1, words.size()))
                .build();
    }

    private static void communities(Fields fields, Attributes.Builder to) {
        if (fields.has("community")) {
            List<Integer> halves = fields.numbers("community");
            for (int i = 0; i + 1 < halves.size(); i += 2) {
                to.addCommunities(halves.get(i) << 16 | (halves.get(i + 1) & 0xffff));
            }
        }
        if (fields.has("large-community")) {
            List<Integer> words = fields.numbers("large-community");
            if (words.size() % WORDS_OF_LARGE != 0) {
                throw new MalformedLineException("large-community: three numbers each");
            }
            to.addAllLargeCommunities(words);
        }
    }

    /// `65000:192.0.2.1`.
    private static Attributes.Aggregator aggregator(String text) {
        int colon = text.indexOf(':');
        try {
            return Attributes.Aggregator.newBuilder()
                    .setAsNumber(
                            Integer.parseUnsignedInt(text.substring(0, Math.max(0, colon)).strip()))
                    .setAddress(routerId(text.substring(colon + 1).strip()))
                    .build();
        } catch (NumberFormatException e) {
            throw new MalformedLineException("aggregator: number:address was expected");
        }
    }

    private static int routerId(String text) {
        return IpAddress.parse(text).ipv4Bits();
    }
}
