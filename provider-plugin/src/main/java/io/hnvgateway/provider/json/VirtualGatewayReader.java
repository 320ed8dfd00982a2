package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.BackEndSettings;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.HostControlSettings;
import io.hnvgateway.provider.resource.LearningSettings;
import io.hnvgateway.provider.resource.NatFiltering;
import io.hnvgateway.provider.resource.NatQuota;
import io.hnvgateway.provider.resource.NatSettings;
import io.hnvgateway.provider.resource.NatTimers;
import io.hnvgateway.provider.resource.OneToOneRule;
import io.hnvgateway.provider.resource.PrefixTranslation;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.SourceCheck;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a virtual gateway and its settings.
final class VirtualGatewayReader {
    private static final int WEEK_SECONDS = 7 * 86_400;

    /// RFC 791: every link carries 576 bytes; the upper bound is what a frame of 4096 bytes holds
    /// behind its headroom.
    private static final ValueParser<Integer> MTU = Values.integer(576, 3_700);

    private VirtualGatewayReader() {}

    static VirtualGateway gateway(String id, PropertyReader properties) {
        // of no effect: routes are exchanged where there is a router that does
        properties.optional("routingType", Values.either("Static", "Dynamic"));
        List<IpPrefix> direct =
                properties.object(
                        "directRouting", routing -> routing.values("prefixes", IpPrefix::parse));
        NatSettings nat = properties.object("nat", VirtualGatewayReader::nat);
        BackEndSettings backEnd = properties.object("backEnd", VirtualGatewayReader::backEnd);
        return new VirtualGateway(
                id,
                properties.references("gatewayPools"),
                properties.references("gatewaySubnets"),
                properties.objects("gatewayAddresses", VirtualGatewayReader::gatewayAddress),
                direct == null ? List.of() : direct,
                properties.objects("prefixTranslations", VirtualGatewayReader::prefixTranslation),
                Objects.requireNonNullElse(nat, NatSettings.DEFAULT),
                Objects.requireNonNullElse(backEnd, BackEndSettings.DEFAULT),
                ResourceReader.read(
                        properties, "networkConnections", NetworkConnectionReader::connection),
                ResourceReader.read(properties, "bgpRouters", BgpRouterReader::router),
                ResourceReader.read(properties, "policyMaps", PolicyMapReader::map),
                Annotations.NONE);
    }

    private static @Nullable GatewayAddress gatewayAddress(PropertyReader properties) {
        IpAddress address = properties.required("ipAddress", IpAddress::parse);
        Mac mac = properties.optional("macAddress", Mac::parse);
        return address == null ? null : new GatewayAddress(address, mac);
    }

    private static @Nullable PrefixTranslation prefixTranslation(PropertyReader properties) {
        IpPrefix inside = properties.required("insidePrefix", IpPrefix::parseIpv6);
        IpPrefix outside = properties.required("outsidePrefix", IpPrefix::parseIpv6);
        return inside == null || outside == null ? null : new PrefixTranslation(inside, outside);
    }

    private static NatSettings nat(PropertyReader properties) {
        NatTimers timers =
                new NatTimers(
                        seconds(properties, "udpIdleSeconds", NatTimers.DEFAULT.udpIdleSeconds()),
                        seconds(
                                properties,
                                "tcpEstablishedSeconds",
                                NatTimers.DEFAULT.tcpEstablishedSeconds()),
                        seconds(
                                properties,
                                "tcpTransitorySeconds",
                                NatTimers.DEFAULT.tcpTransitorySeconds()),
                        seconds(properties, "icmpSeconds", NatTimers.DEFAULT.icmpSeconds()));
        NatQuota quota =
                new NatQuota(
                        properties.optional("maxPorts", Values.integer(1, Integer.MAX_VALUE)),
                        properties.optional("maxSessions", Values.integer(1, Integer.MAX_VALUE)));
        NatFiltering filtering =
                properties.optional(
                        "filtering",
                        Values.oneOf(NatFiltering.class),
                        NatFiltering.ENDPOINT_INDEPENDENT);
        return new NatSettings(
                filtering,
                timers,
                quota,
                properties.objects("oneToOneRules", VirtualGatewayReader::oneToOneRule));
    }

    private static int seconds(PropertyReader properties, String name, int ifAbsent) {
        return properties.optional(name, Values.integer(1, WEEK_SECONDS), ifAbsent);
    }

    private static @Nullable OneToOneRule oneToOneRule(PropertyReader properties) {
        ResourceReference address = properties.requiredReference("publicIPAddress");
        IpAddress customerAddress = properties.required("customerAddress", IpAddress::parseIpv4);
        return address == null || customerAddress == null
                ? null
                : new OneToOneRule(address, customerAddress);
    }

    private static BackEndSettings backEnd(PropertyReader properties) {
        return new BackEndSettings(
                properties.optional(
                        "sourceCheck", Values.oneOf(SourceCheck.class), SourceCheck.STRICT),
                properties.optional("mtu", MTU),
                properties.optional("outerDontFragment", Values::bool, true),
                new LearningSettings(
                        properties.optional(
                                "learnedAddressLimit",
                                Values.integer(0, 65_535),
                                LearningSettings.DEFAULT.maxAddresses()),
                        seconds(
                                properties,
                                "learnedAddressAgeingSeconds",
                                LearningSettings.DEFAULT.ageingSeconds())),
                new HostControlSettings(
                        properties.optional("acceptRedirects", Values::bool, true),
                        properties.optional("sendUnreachable", Values::bool, true)));
    }
}
