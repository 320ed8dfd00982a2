package io.hnvgateway.lab.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.InMemoryGateway;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// Starts a gateway in memory that serves a world.
final class GatewayOfWorld {
    private static final String CONNECTION =
            "BackendInterface=back;FrontEndInterface=front;"
                    + "ProviderAddress=192.0.2.1,fd00:b::1;"
                    + "FrontEndGateway=198.51.100.254,2001:db8:f::fe;NatPool=203.0.113.0/24";

    private GatewayOfWorld() {}

    static InMemoryGateway start(long seed, int workers, World world) {
        return new InMemoryGateway(
                new CaseConfig(
                        "isolation",
                        seed,
                        0,
                        false,
                        CONNECTION,
                        List.of(
                                link("back", "0B-01"),
                                link("front", "0F-01"),
                                link("mgmt", "0A-01")),
                        addresses(),
                        List.of(),
                        neighbors(),
                        List.of(),
                        state(world)),
                workers);
    }

    static JsonNode state(World world) {
        try {
            return new ObjectMapper().readTree(world.desiredState());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(world.desiredState(), e);
        }
    }

    private static List<CaseConfig.PortAddress> addresses() {
        return List.of(
                new CaseConfig.PortAddress("back", World.GATEWAY_PA + "/24"),
                new CaseConfig.PortAddress("back", World.GATEWAY_PA_6 + "/64"),
                new CaseConfig.PortAddress("front", World.FRONT_ADDRESS + "/24"),
                new CaseConfig.PortAddress("front", World.FRONT_ADDRESS_6 + "/64"),
                new CaseConfig.PortAddress("mgmt", World.MANAGEMENT + "/24"),
                new CaseConfig.PortAddress("mgmt", World.MANAGEMENT_6 + "/64"));
    }

    /// Every host, the router, and a host for each VM by IP rewrite.
    private static List<CaseConfig.Neighbor> neighbors() {
        List<CaseConfig.Neighbor> all = new ArrayList<>();
        World.HOSTS.forEach(host -> all.add(neighbor("back", host, "0B-11")));
        for (int i = 0; i < World.MAX_TENANTS; i++) {
            all.add(neighbor("back", World.rewritten(i), "0B-11"));
        }
        all.add(neighbor("front", World.ROUTER, "0F-FE"));
        all.add(neighbor("front", World.ROUTER_6, "0F-FE"));
        return all;
    }

    private static CaseConfig.Link link(String name, String mac) {
        return new CaseConfig.Link(name, "02-00-00-00-" + mac, 1500);
    }

    private static CaseConfig.Neighbor neighbor(String port, IpAddress address, String mac) {
        return new CaseConfig.Neighbor(port, address.toString(), "02-00-00-00-" + mac);
    }
}
