package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.Ip4Address;
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
                        ResourceReader.read(
                                top, "loadBalancers", LoadBalancerReader::loadBalancer));
        top.finish();
        return new DesiredStateDocument(state, context.faults(), context.unreadable());
    }

    private static @Nullable PublicIpAddress publicAddress(String id, PropertyReader properties) {
        AllocationMethod method =
                properties.required(
                        "publicIPAllocationMethod", Values.oneOf(AllocationMethod.class));
        properties.optional("publicIPAddressVersion", DesiredStateReader::version4);
        Ip4Address address =
                method == AllocationMethod.STATIC
                        ? properties.required("ipAddress", Ip4Address::parse)
                        : properties.optional("ipAddress", Ip4Address::parse);
        if (method == null || (method == AllocationMethod.STATIC && address == null)) {
            return null;
        }
        return new PublicIpAddress(id, method, address);
    }

    private static String version4(String text) {
        if (!text.equalsIgnoreCase("IPv4")) {
            throw new InvalidValueException(
                    "must be IPv4", "IPv6 is not supported by this version");
        }
        return text;
    }
}
