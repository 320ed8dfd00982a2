package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.BgpBfd;
import io.hnvgateway.provider.resource.BgpFamily;
import io.hnvgateway.provider.resource.BgpPeer;
import io.hnvgateway.provider.resource.BgpPeerOptions;
import io.hnvgateway.provider.resource.BgpPrefixLimit;
import io.hnvgateway.provider.resource.BgpRedistribution;
import io.hnvgateway.provider.resource.BgpRouteLimits;
import io.hnvgateway.provider.resource.BgpRouter;
import io.hnvgateway.provider.resource.BgpSession;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a BGP router and its peers.
final class BgpRouterReader {
    private static final int DAY_SECONDS = 86_400;

    private static final ValueParser<Integer> HOLD_SECONDS =
            ((ValueParser<Integer>) BgpRouterReader::holdSeconds)
                    .as(new ValueForm.WholeNumber(0, 65_535));

    private BgpRouterReader() {}

    /// `requireIGPSync` has no meaning where there is no IGP, and clients write it.
    static @Nullable BgpRouter router(String id, PropertyReader properties) {
        properties.skip("requireIGPSync", "isGenerated");
        boolean enabled = properties.optional("isEnabled", Values::bool, true);
        AsNumber asNumber = asNumber(properties, "asNumber", "extAsNumber");
        IpAddress routerId = properties.optional("routerId", BgpRouterReader::identifier);
        List<IpAddress> addresses = properties.values("routerIP", IpAddress::parse);
        List<IpPrefix> networks = properties.values("bgpNetworks", IpPrefix::parse);
        BgpRedistribution told =
                properties.object("redistribution", BgpRouterReader::redistribution);
        BgpRouteLimits ifAbsent = BgpRouteLimits.DEFAULT;
        BgpRouteLimits limits =
                new BgpRouteLimits(
                        properties.optional(
                                "maximumRoutes", Values.integer(1, 1_000_000), ifAbsent.routes()),
                        properties.optional(
                                "multipath", Values.integer(1, 32), ifAbsent.multipath()));
        List<BgpPeer> peers = ResourceReader.read(properties, "bgpPeers", BgpRouterReader::peer);
        return asNumber == null
                ? null
                : new BgpRouter(
                        id,
                        enabled,
                        asNumber,
                        routerId,
                        addresses,
                        networks,
                        Objects.requireNonNullElse(told, BgpRedistribution.DEFAULT),
                        limits,
                        peers);
    }

    /// By either name; some write both, and the plain one is 0 where it has no room.
    static @Nullable AsNumber asNumber(PropertyReader properties, String name, String dotted) {
        AsNumber extended = properties.optional(dotted, AsNumber::parse);
        boolean isZero = properties.node(name).asText().strip().equals("0");
        AsNumber plain =
                isZero && extended != null ? null : properties.optional(name, AsNumber::parse);
        boolean absent =
                PropertyReader.isAbsent(properties.node(name))
                        && PropertyReader.isAbsent(properties.node(dotted));
        if (absent) {
            properties
                    .context()
                    .add(
                            new Fault(
                                    properties.pathOf(name),
                                    "",
                                    "is missing",
                                    "this, or " + dotted + " as high.low",
                                    FaultCode.MISSING_PROPERTY));
        } else if (plain != null && extended != null && !plain.equals(extended)) {
            properties
                    .context()
                    .add(
                            Fault.of(
                                    properties.pathOf(dotted),
                                    extended.dotted(),
                                    "is not " + name + " " + plain,
                                    "one of them is enough"));
        }
        return extended == null ? plain : extended;
    }

    static IpAddress identifier(String text) {
        IpAddress address = text.indexOf(':') < 0 ? IpAddress.parse(text) : IpAddress.ofIpv4(0);
        if (address.isUnspecified()) {
            throw new InvalidValueException(
                    "must be written as an IPv4 address", "any but 0.0.0.0 (RFC 6286)");
        }
        return address;
    }

    private static BgpRedistribution redistribution(PropertyReader properties) {
        return new BgpRedistribution(
                properties.optional("subnets", Values::bool, true),
                properties.optional("customerRoutes", Values::bool, true),
                properties.optional("connectionRoutes", Values::bool, true));
    }

    private static @Nullable BgpPeer peer(String id, PropertyReader properties) {
        properties.skip("connectionState", "statistics", "isGenerated");
        IpAddress address = properties.required("peerIpAddress", IpAddress::parse);
        AsNumber asNumber = asNumber(properties, "asNumber", "extAsNumber");
        var policyIn = properties.object("policyMapIn", PropertyReader::reference);
        var policyOut = properties.object("policyMapOut", PropertyReader::reference);
        BgpSession session = session(properties);
        BgpPrefixLimit limit = prefixLimit(properties);
        BgpPeerOptions options = options(properties);
        return address == null || asNumber == null
                ? null
                : new BgpPeer(id, address, asNumber, policyIn, policyOut, session, limit, options);
    }

    static BgpSession session(PropertyReader properties) {
        BgpSession ifAbsent = BgpSession.DEFAULT;
        return new BgpSession(
                properties.optional("localIPAddress", IpAddress::parse),
                properties.optional("holdTimeSeconds", HOLD_SECONDS, ifAbsent.holdSeconds()),
                properties.optional("multihop", Values.integer(1, 255)),
                properties.optional("ttlSecurity", Values::bool, false),
                Set.copyOf(properties.values("families", Values.oneOf(BgpFamily.class))),
                properties.optional(
                        "gracefulRestartSeconds",
                        Values.integer(0, 4095),
                        ifAbsent.gracefulRestartSeconds()),
                properties.optional("passive", Values::bool, false),
                properties.object("bfd", BgpRouterReader::bfd));
    }

    private static @Nullable BgpBfd bfd(PropertyReader properties) {
        boolean enabled = properties.optional("isEnabled", Values::bool, true);
        BgpBfd asked =
                new BgpBfd(
                        properties.optional(
                                "intervalMilliseconds",
                                Values.integer(BgpBfd.LEAST_INTERVAL_MS, BgpBfd.MOST_INTERVAL_MS),
                                BgpBfd.DEFAULT.intervalMs()),
                        properties.optional(
                                "multiplier",
                                Values.integer(BgpBfd.LEAST_MULTIPLIER, BgpBfd.MOST_MULTIPLIER),
                                BgpBfd.DEFAULT.multiplier()));
        return enabled ? asked : null;
    }

    private static Integer holdSeconds(String text) {
        int seconds = Values.integer(0, 65_535).parse(text);
        if (seconds == 1 || seconds == 2) {
            throw new InvalidValueException("must be 0 or 3..65535", "RFC 4271 §4.2");
        }
        return seconds;
    }

    static BgpPrefixLimit prefixLimit(PropertyReader properties) {
        BgpPrefixLimit ifAbsent = BgpPrefixLimit.DEFAULT;
        return new BgpPrefixLimit(
                properties.optional(
                        "maximumPrefixes", Values.integer(1, 1_000_000), ifAbsent.maximum()),
                properties.optional(
                        "prefixWarningPercent", Values.integer(1, 100), ifAbsent.warningPercent()),
                properties.optional(
                        "prefixRestartSeconds",
                        Values.integer(0, DAY_SECONDS),
                        ifAbsent.restartSeconds()));
    }

    private static BgpPeerOptions options(PropertyReader properties) {
        BgpPeerOptions ifAbsent = BgpPeerOptions.DEFAULT;
        return new BgpPeerOptions(
                properties.optional("enforceFirstAs", Values::bool, ifAbsent.enforcesFirstAs()),
                properties.optional("allowOwnAs", Values.integer(0, 10), ifAbsent.ownAsAllowed()),
                properties.optional("originateDefault", Values::bool, false));
    }
}
