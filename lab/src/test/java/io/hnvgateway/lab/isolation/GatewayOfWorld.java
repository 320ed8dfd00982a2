package io.hnvgateway.lab.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.InMemoryGateway;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// A gateway that serves a world.
public final class GatewayOfWorld {
    private static final List<String> PORTS = List.of("back", "front", "mgmt");
    private static final String ADDRESSES =
            ";ProviderAddress=192.0.2.1,fd00:b::1;"
                    + "FrontEndGateway=198.51.100.254,2001:db8:f::fe;NatPool=203.0.113.0/24";

    private GatewayOfWorld() {}

    /// Starts one in memory, with ports `back`, `front` and `mgmt`.
    static InMemoryGateway start(long seed, int workers, World world) {
        return new InMemoryGateway(config(seed, PORTS, world), workers);
    }

    /// Its configuration.
    ///
    /// @param ports names of back end, front end and management network
    public static CaseConfig config(long seed, List<String> ports, World world) {
        return new CaseConfig(
                "isolation",
                seed,
                0,
                false,
                "BackendInterface="
                        + ports.get(0)
                        + ";FrontEndInterface="
                        + ports.get(1)
                        + ADDRESSES,
                List.of(
                        link(ports.get(0), "0B-01"),
                        link(ports.get(1), "0F-01"),
                        link(ports.get(2), "0A-01")),
                addresses(ports),
                List.of(),
                neighbors(ports),
                List.of(),
                state(world));
    }

    public static JsonNode state(World world) {
        try {
            return new ObjectMapper().readTree(world.desiredState());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(world.desiredState(), e);
        }
    }

    private static List<CaseConfig.PortAddress> addresses(List<String> ports) {
        return List.of(
                new CaseConfig.PortAddress(ports.get(0), World.GATEWAY_PA + "/24"),
                new CaseConfig.PortAddress(ports.get(0), World.GATEWAY_PA_6 + "/64"),
                new CaseConfig.PortAddress(ports.get(1), World.FRONT_ADDRESS + "/24"),
                new CaseConfig.PortAddress(ports.get(1), World.FRONT_ADDRESS_6 + "/64"),
                new CaseConfig.PortAddress(ports.get(2), World.MANAGEMENT + "/24"),
                new CaseConfig.PortAddress(ports.get(2), World.MANAGEMENT_6 + "/64"));
    }

    /// Every host, the router, and a host for each VM by IP rewrite.
    public static List<CaseConfig.Neighbor> neighbors(List<String> ports) {
        List<CaseConfig.Neighbor> all = new ArrayList<>();
        World.HOSTS.forEach(host -> all.add(neighbor(ports.get(0), host, "0B-11")));
        for (int i = 0; i < World.MAX_TENANTS; i++) {
            all.add(neighbor(ports.get(0), World.rewritten(i), "0B-11"));
        }
        all.add(neighbor(ports.get(1), World.ROUTER, "0F-FE"));
        all.add(neighbor(ports.get(1), World.ROUTER_6, "0F-FE"));
        return all;
    }

    private static CaseConfig.Link link(String name, String mac) {
        return new CaseConfig.Link(name, "02-00-00-00-" + mac, 1500);
    }

    private static CaseConfig.Neighbor neighbor(String port, IpAddress address, String mac) {
        return new CaseConfig.Neighbor(port, address.toString(), "02-00-00-00-" + mac);
    }
}
