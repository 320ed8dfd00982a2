package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.Ip4Address;
import io.hnvgateway.provider.value.Ip4Prefix;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a virtual network and its children.
final class VirtualNetworkReader {
    private VirtualNetworkReader() {}

    static VirtualNetwork network(String id, PropertyReader properties) {
        List<Ip4Prefix> prefixes =
                properties.object(
                        "addressSpace", space -> space.values("addressPrefixes", Ip4Prefix::parse));
        return new VirtualNetwork(
                id,
                properties.optional("routingDomainId", Values::guid),
                prefixes == null ? List.of() : prefixes,
                ResourceReader.read(properties, "subnets", VirtualNetworkReader::subnet),
                ResourceReader.read(
                        properties, "lookupRecords", VirtualNetworkReader::lookupRecord),
                ResourceReader.read(
                        properties, "customerRoutes", VirtualNetworkReader::customerRoute));
    }

    private static @Nullable Subnet subnet(String id, PropertyReader properties) {
        Ip4Prefix prefix = properties.required("addressPrefix", Ip4Prefix::parse);
        Integer virtualSubnetId = properties.optional("virtualSubnetId", Values::anyInteger);
        return prefix == null ? null : new Subnet(id, prefix, virtualSubnetId);
    }

    private static @Nullable LookupRecord lookupRecord(String id, PropertyReader properties) {
        properties.optional("rule", VirtualNetworkReader::encapsulation);
        properties.optional("type", VirtualNetworkReader::staticType);
        Ip4Address customerAddress = properties.required("customerAddress", Ip4Address::parse);
        Integer virtualSubnetId = properties.required("virtualSubnetId", Values::anyInteger);
        Mac mac = properties.required("macAddress", Mac::parse);
        Ip4Address providerAddress = properties.required("providerAddress", Ip4Address::parse);
        if (customerAddress == null
                || virtualSubnetId == null
                || mac == null
                || providerAddress == null) {
            return null;
        }
        return new LookupRecord(id, customerAddress, virtualSubnetId, mac, providerAddress);
    }

    private static @Nullable CustomerRoute customerRoute(String id, PropertyReader properties) {
        Ip4Prefix prefix = properties.required("destinationPrefix", Ip4Prefix::parse);
        Ip4Address nextHop = properties.required("nextHop", Ip4Address::parse);
        Integer virtualSubnetId = properties.required("virtualSubnetId", Values::anyInteger);
        int metric = properties.optional("metric", Values.integer(0, 65_535), 0);
        if (prefix == null || nextHop == null || virtualSubnetId == null) {
            return null;
        }
        return new CustomerRoute(id, prefix, nextHop, virtualSubnetId, metric);
    }

    private static String encapsulation(String rule) {
        if (rule.equalsIgnoreCase("TranslationMethodEncap")) {
            return rule;
        }
        throw new InvalidValueException(
                "must be TranslationMethodEncap",
                rule.equalsIgnoreCase("TranslationMethodNat")
                        ? "IP rewrite needs one provider address per VM in the data path, which this version has not"
                        : "the only rule of this version");
    }

    private static String staticType(String type) {
        if (type.equalsIgnoreCase("Static")) {
            return type;
        }
        throw new InvalidValueException("must be Static", notStatic(type));
    }

    private static String notStatic(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "dynamic" -> "this version learns no records from hosts: write it as Static";
            case "l2only" ->
                    "a record without a customer address needs learning by ARP, which this version has not";
            case "gatewaywildcard" -> "the gateway knows its own addresses from virtualGateways";
            default -> "the only type of this version";
        };
    }
}
