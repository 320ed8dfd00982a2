package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.resource.ConnectionBandwidth;
import io.hnvgateway.provider.resource.ConnectionRoute;
import io.hnvgateway.provider.resource.ConnectionTransport;
import io.hnvgateway.provider.resource.ConnectionType;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a connection to another site.
final class NetworkConnectionReader {
    private static final String IPSEC = "ipSecConfiguration";
    private static final String GRE = "greConfiguration";
    private static final String L3 = "l3Configuration";

    private NetworkConnectionReader() {}

    static @Nullable NetworkConnection connection(String id, PropertyReader properties) {
        properties.skip(
                "connectionState",
                "connectionUpTime",
                "connectionErrorReason",
                "unreachabilityReason",
                "statistics",
                "gateway");
        ConnectionType type =
                properties.required("connectionType", Values.oneOf(ConnectionType.class));
        boolean enabled =
                properties.optional("connectionStatus", Values.either("Enabled", "Disabled"), true);
        ConnectionBandwidth bandwidth =
                new ConnectionBandwidth(
                        kbps(properties, "outboundKiloBitsPerSecond"),
                        kbps(properties, "inboundKiloBitsPerSecond"));
        List<ConnectionRoute> routes = properties.objects("routes", NetworkConnectionReader::route);
        boolean withdraws = properties.optional("withdrawRoutesWhileDown", Values::bool, false);
        ConnectionTransport transport = type == null ? null : transport(type, properties);
        return transport == null
                ? null
                : new NetworkConnection(id, enabled, transport, bandwidth, routes, withdraws);
    }

    private static int kbps(PropertyReader properties, String name) {
        return properties.optional(name, Values.integer(0, Integer.MAX_VALUE), 0);
    }

    /// Null for one that was learned: clients send back what they got. Some write a next hop of
    /// zeros where there is none.
    private static @Nullable ConnectionRoute route(PropertyReader properties) {
        String protocol = properties.optional("protocol", text -> text, "static");
        IpPrefix prefix = properties.required("destinationPrefix", IpPrefix::parse);
        int metric = properties.optional("metric", Values.integer(0, Integer.MAX_VALUE), 0);
        IpAddress nextHop = properties.optional("nextHop", IpAddress::parse);
        boolean learned = protocol.equalsIgnoreCase("BGP");
        if (!learned && !protocol.equalsIgnoreCase("static")) {
            properties
                    .context()
                    .add(Fault.of(properties.pathOf("protocol"), protocol, "must be static"));
        }
        return prefix == null || learned
                ? null
                : new ConnectionRoute(
                        prefix,
                        metric,
                        nextHop == null || nextHop.isUnspecified() ? null : nextHop);
    }

    private static @Nullable ConnectionTransport transport(
            ConnectionType type, PropertyReader properties) {
        refuseOthers(type, properties);
        return switch (type) {
            case IPSEC -> {
                TunnelEndpoints endpoints = endpoints(properties);
                yield properties.object(IPSEC, inner -> IpSecReader.connection(endpoints, inner));
            }
            case GRE -> {
                TunnelEndpoints endpoints = endpoints(properties);
                yield properties.object(GRE, inner -> gre(endpoints, inner));
            }
            case L3 -> l3(properties);
        };
    }

    private static void refuseOthers(ConnectionType type, PropertyReader properties) {
        String own =
                switch (type) {
                    case IPSEC -> IPSEC;
                    case GRE -> GRE;
                    case L3 -> L3;
                };
        for (String name : List.of(IPSEC, GRE, L3)) {
            JsonNode value = properties.node(name);
            boolean empty =
                    PropertyReader.isAbsent(value) || (value.isContainerNode() && value.isEmpty());
            if (name.equals(own) == empty) {
                properties
                        .context()
                        .add(
                                new Fault(
                                        properties.pathOf(name),
                                        "",
                                        empty ? "is missing" : "belongs to another connectionType",
                                        "connectionType is " + type.label(),
                                        empty
                                                ? FaultCode.MISSING_PROPERTY
                                                : FaultCode.INVALID_VALUE));
            }
        }
    }

    private static TunnelEndpoints endpoints(PropertyReader properties) {
        properties.skip("ipAddresses");
        IpAddress source = properties.optional("sourceIPAddress", IpAddress::parse);
        IpAddress destination = properties.optional("destinationIPAddress", IpAddress::parse);
        Set<IpAddress> peers = new LinkedHashSet<>();
        if (destination != null) {
            peers.add(destination);
        }
        peers.addAll(properties.values("peerIPAddresses", IpAddress::parse));
        return new TunnelEndpoints(source, List.copyOf(peers));
    }

    private static @Nullable GreConnection gre(TunnelEndpoints endpoints, PropertyReader inner) {
        Long key = inner.required("greKey", Values.longInteger(0, GreConnection.MAX_KEY));
        return key == null ? null : new GreConnection(endpoints, key);
    }

    private static @Nullable L3Connection l3(PropertyReader properties) {
        properties.skip("sourceIPAddress", "destinationIPAddress");
        Integer vlan = properties.object(L3, NetworkConnectionReader::vlan);
        List<L3Connection.L3Address> addresses =
                properties.objects("ipAddresses", NetworkConnectionReader::l3Address);
        List<IpAddress> peers = properties.values("peerIPAddresses", IpAddress::parse);
        return vlan == null ? null : new L3Connection(vlan, addresses, peers);
    }

    private static @Nullable Integer vlan(PropertyReader l3) {
        return l3.object(
                "vlanSubnet", subnet -> subnet.required("vlanId", Values.integer(1, 4094)));
    }

    private static L3Connection.@Nullable L3Address l3Address(PropertyReader properties) {
        IpAddress address = properties.required("ipAddress", IpAddress::parse);
        Integer length = properties.required("prefixLength", Values.integer(1, 128));
        if (address != null && length != null && length > address.bits()) {
            properties
                    .context()
                    .add(
                            Fault.of(
                                    properties.pathOf("prefixLength"),
                                    length,
                                    "must be 1.." + address.bits()));
            return null;
        }
        return address == null || length == null
                ? null
                : new L3Connection.L3Address(address, length);
    }
}
