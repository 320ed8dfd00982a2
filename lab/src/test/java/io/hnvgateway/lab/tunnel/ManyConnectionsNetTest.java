package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.tunnel.Offices.Place;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Forty tunnels of two tenants, whose VMs have one address: side by side, and after the end of the
/// charon that had them.
@Tag("net")
class ManyConnectionsNetTest {
    private static final int OF_EACH = 20;
    private static final List<Place> TENANTS = List.of(Place.CONTOSO, Place.WOODGROVE);

    private final Offices offices = new Offices();

    /// Of a tenant's connection; all of them are different.
    private record Site(Place tenant, int number) {
        String name() {
            return "site" + number;
        }

        String id() {
            return tenant.tenant + "-" + number;
        }

        String inside() {
            return "172.17.%d.%d".formatted(tenant.ordinal(), number);
        }

        String outside() {
            return "198.51.100.%d".formatted(100 + tenant.ordinal() * OF_EACH + number);
        }

        String psk() {
            return Offices.PSK + id();
        }

        String connection() {
            return """
            %1$s {
              version = 2
              local_addrs = %2$s
              remote_addrs = %3$s
              encap = yes
              local {
                auth = psk
                id = office-%1$s
              }
              remote {
                auth = psk
                id = gateway-%1$s
              }
              children {
                %1$s {
                  mode = tunnel
                  local_ts = %4$s/32
                  remote_ts = %5$s
                }
              }
            }
            """
                    .formatted(
                            id(), outside(), LabPlan.GATEWAY_FRONT_END, inside(), Offices.VM_NET);
        }

        String secret() {
            return "ike-%1$s {\nid-1 = office-%1$s\nid-2 = gateway-%1$s\nsecret = \"%2$s\"\n}\n"
                    .formatted(id(), psk());
        }
    }

    @AfterEach
    void close() {
        offices.close();
    }

    @Test
    void allCarryPacketsAndAllComeBackWithCharon() {
        List<Site> sites =
                TENANTS.stream()
                        .flatMap(tenant ->
                                IntStream.rangeClosed(1, OF_EACH)
                                        .mapToObj(number -> new Site(tenant, number)))
                        .toList();
        others(sites);
        sites.forEach(this::connect);
        offices.startGateway(Forwarding.DEFAULT);
        Charon charon = offices.charon();
        offices.await("all are up", () -> up() == sites.size());
        sites.forEach(this::carries);
        assertThat(offices.tunnels())
                .as("each has carried its own, out and in")
                .hasSize(sites.size())
                .allMatch(row -> count(row, "packetsOut") > 0 && count(row, "packetsIn") > 0);

        charon.kill();
        offices.await("all are down", () -> up() == 0);
        charon.restart();
        offices.await("all are up again", () -> up() == sites.size());
        sites.forEach(this::carries);
    }

    /// The other ends.
    private void others(List<Site> sites) {
        Station station = offices.station(Place.CONTOSO);
        Namespace namespace = station.namespace();
        StringBuilder connections = new StringBuilder("connections {\n");
        StringBuilder secrets = new StringBuilder("secrets {\n");
        for (Site site : sites) {
            namespace.address(station.device(), site.outside() + "/32");
            namespace.address("lo", site.inside() + "/32");
            connections.append(site.connection());
            secrets.append(site.secret());
        }
        offices.manyOffices(connections.append("}\n").append(secrets).append("}\n").toString());
    }

    private void connect(Site site) {
        offices.lab
                .desired()
                .connectByIpSec(
                        site.tenant.tenant,
                        site.name(),
                        site.outside(),
                        site.psk(),
                        site.inside() + "/32")
                .withObject("ipSecConfiguration")
                .put("localIdentity", "gateway-" + site.id())
                .put("peerIdentity", "office-" + site.id())
                .put("initiation", "AtStart");
    }

    private long up() {
        return StreamSupport.stream(offices.tunnels().spliterator(), false)
                .filter(row -> row.path("state").asText().equals("up"))
                .count();
    }

    private void carries(Site site) {
        assertThat(Offices.reaches(offices.vm(site.tenant), site.inside()))
                .as(() -> site + "\n" + offices.logs())
                .isTrue();
    }

    private static long count(JsonNode row, String field) {
        return row.required(field).asLong();
    }
}
