package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.Annotations;
import io.hnvgateway.provider.resource.CustomerRoute;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a virtual network and its children.
final class VirtualNetworkReader {
    private VirtualNetworkReader() {}

    static VirtualNetwork network(String id, PropertyReader properties) {
        List<IpPrefix> prefixes =
                properties.object(
                        "addressSpace", space -> space.values("addressPrefixes", IpPrefix::parse));
        return new VirtualNetwork(
                id,
                properties.optional("routingDomainId", Values::guid),
                prefixes == null ? List.of() : prefixes,
                ResourceReader.read(properties, "subnets", VirtualNetworkReader::subnet),
                ResourceReader.read(
                        properties, "lookupRecords", VirtualNetworkReader::lookupRecord),
                ResourceReader.read(
                        properties, "customerRoutes", VirtualNetworkReader::customerRoute),
                properties.object("logicalNetwork", PropertyReader::reference),
                Annotations.NONE);
    }

    private static @Nullable Subnet subnet(String id, PropertyReader properties) {
        properties.skip("ipConfigurations");
        List<IpPrefix> prefixes = prefixes(properties);
        Integer virtualSubnetId = properties.optional("virtualSubnetId", Values::anyInteger);
        ResourceReference routeTable = properties.object("routeTable", PropertyReader::reference);
        return prefixes == null ? null : new Subnet(id, prefixes, virtualSubnetId, routeTable);
    }

    /// One prefix as in MS-NCNBI, or a list; where both stand, the list has them all.
    private static @Nullable List<IpPrefix> prefixes(PropertyReader properties) {
        List<IpPrefix> listed = properties.allValues("addressPrefixes", IpPrefix::parse);
        if (listed != null && listed.isEmpty()) {
            IpPrefix single = properties.required("addressPrefix", IpPrefix::parse);
            return single == null ? null : List.of(single);
        }
        IpPrefix single = properties.optional("addressPrefix", IpPrefix::parse);
        if (single != null && listed != null && !listed.contains(single)) {
            properties
                    .context()
                    .add(
                            Fault.of(
                                    properties.pathOf("addressPrefix"),
                                    single,
                                    "is not among addressPrefixes",
                                    "write one of the two"));
            return null;
        }
        return listed;
    }

    private static @Nullable LookupRecord lookupRecord(String id, PropertyReader properties) {
        TranslationRule rule =
                properties.given(
                        "rule", Values.oneOf(TranslationRule.class), TranslationRule.ENCAPSULATION);
        RecordType type =
                properties.given("type", Values.oneOf(RecordType.class), RecordType.STATIC);
        IpAddress customerAddress = customerAddress(properties, type);
        Integer virtualSubnetId = properties.required("virtualSubnetId", Values::anyInteger);
        Mac mac = properties.required("macAddress", Mac::parse);
        IpAddress providerAddress = properties.required("providerAddress", IpAddress::parse);
        if (rule == null
                || type == null
                || (type.hasCustomerAddress() && customerAddress == null)
                || virtualSubnetId == null
                || mac == null
                || providerAddress == null) {
            return null;
        }
        return new LookupRecord(
                id, type, rule, customerAddress, virtualSubnetId, mac, providerAddress);
    }

    private static @Nullable IpAddress customerAddress(
            PropertyReader properties, @Nullable RecordType type) {
        if (type == null) {
            return properties.optional("customerAddress", IpAddress::parse);
        }
        if (type.hasCustomerAddress()) {
            return properties.required("customerAddress", IpAddress::parse);
        }
        properties.optional("customerAddress", text -> noAddress(text, type));
        return null;
    }

    /// The cmdlets require the parameter, and those that have nothing to say write zeros.
    private static IpAddress noAddress(String text, RecordType type) {
        IpAddress address = IpAddress.parse(text);
        if (!address.isUnspecified()) {
            throw new InvalidValueException(
                    "must be absent or 0.0.0.0 in a record of type " + type.label(),
                    type == RecordType.L2_ONLY
                            ? "its addresses are learned; or use Static"
                            : "it stands for every address outside of the network");
        }
        return address;
    }

    private static @Nullable CustomerRoute customerRoute(String id, PropertyReader properties) {
        IpPrefix prefix = properties.required("destinationPrefix", IpPrefix::parse);
        IpAddress nextHop = properties.required("nextHop", IpAddress::parse);
        Integer virtualSubnetId = properties.required("virtualSubnetId", Values::anyInteger);
        int metric = properties.optional("metric", Values.integer(0, 65_535), 0);
        if (prefix == null || nextHop == null || virtualSubnetId == null) {
            return null;
        }
        return new CustomerRoute(id, prefix, nextHop, virtualSubnetId, metric);
    }
}
