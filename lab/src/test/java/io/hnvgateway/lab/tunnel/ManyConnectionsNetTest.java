package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.tunnel.Offices.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            return "172.17.0." + number;
        }

        String outside() {
            return "198.51.100." + (100 + number);
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
    void allCarryPacketsAndAllComeBackWithCharon() throws IOException {
        List<Site> sites =
                IntStream.range(0, OF_EACH * TENANTS.size())
                        .mapToObj(n -> new Site(TENANTS.get(n / OF_EACH), 1 + n))
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
    private void others(List<Site> sites) throws IOException {
        Station station = offices.station(Place.CONTOSO);
        StringBuilder addresses = new StringBuilder();
        StringBuilder connections = new StringBuilder("connections {\n");
        StringBuilder secrets = new StringBuilder("secrets {\n");
        for (Site site : sites) {
            addresses.append(
                    "address add %s/32 dev %s\naddress add %s/32 dev lo\n"
                            .formatted(site.outside(), station.device(), site.inside()));
            connections.append(site.connection());
            secrets.append(site.secret());
        }
        Path batch = offices.lab.directory().resolve("addresses");
        Files.writeString(batch, addresses);
        station.namespace().ip("-batch", batch.toString());
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
