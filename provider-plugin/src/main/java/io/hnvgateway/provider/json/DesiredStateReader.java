package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ProviderAddress;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Values;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a whole desired state.
public final class DesiredStateReader {
    private DesiredStateReader() {}

    /// A text that is no JSON is one fault, thrown; all others are in the document.
    public static DesiredStateDocument read(byte[] text) throws FaultsException {
        return read(JsonText.parse(text));
    }

    public static DesiredStateDocument read(JsonNode tree) {
        if (!tree.isObject()) {
            Fault fault =
                    new Fault(
                            "document",
                            "",
                            "must be an object",
                            "as in {\"virtualNetworks\": [...]}");
            return new DesiredStateDocument(DesiredState.EMPTY, List.of(fault), Set.of());
        }
        ReadContext context = new ReadContext();
        PropertyReader top = new PropertyReader(context, "", "", tree);
        DesiredState state =
                new DesiredState(
                        ResourceReader.read(top, "virtualNetworks", VirtualNetworkReader::network),
                        ResourceReader.read(top, "virtualGateways", VirtualGatewayReader::gateway),
                        ResourceReader.read(
                                top, "publicIPAddresses", DesiredStateReader::publicAddress),
                        ResourceReader.read(top, "loadBalancers", LoadBalancerReader::loadBalancer),
                        ResourceReader.read(
                                top, "providerAddresses", DesiredStateReader::providerAddress));
        top.finish();
        return new DesiredStateDocument(state, context.faults(), context.unreadable());
    }

    private static @Nullable PublicIpAddress publicAddress(String id, PropertyReader properties) {
        AllocationMethod method =
                properties.required(
                        "publicIPAllocationMethod", Values.oneOf(AllocationMethod.class));
        properties.optional("publicIPAddressVersion", DesiredStateReader::version4);
        IpAddress address =
                method == AllocationMethod.STATIC
                        ? properties.required("ipAddress", IpAddress::parseIpv4)
                        : properties.optional("ipAddress", IpAddress::parseIpv4);
        if (method == null || (method == AllocationMethod.STATIC && address == null)) {
            return null;
        }
        return new PublicIpAddress(id, method, address);
    }

    private static @Nullable ProviderAddress providerAddress(String id, PropertyReader properties) {
        IpAddress address = properties.required("address", IpAddress::parse);
        return address == null ? null : new ProviderAddress(id, address);
    }

    private static String version4(String text) {
        if (!text.equalsIgnoreCase("IPv4")) {
            throw new InvalidValueException(
                    "must be IPv4",
                    "addresses and ports are translated for IPv4 only; IPv6 goes out by directRouting"
                            + " or prefixTranslations of the virtual gateway");
        }
        return text;
    }
}
