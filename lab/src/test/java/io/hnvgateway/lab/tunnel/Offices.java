package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.charon.KernelHnv;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The lab with the gateway's charon and two offices behind charons of their own, which have the
/// same network inside and call themselves by the same name.
///
/// ```
///   Contoso's VM   10.0.0.10 ─┐                          ┌─ 198.51.100.50  office, 172.16.1.1
///                             ├─ gateway, 198.51.100.1 ──┤
///   Woodgrove's VM 10.0.0.10 ─┘   charon + kernel-hnv    └─ 198.18.0.100   office, 172.16.1.1
/// ```
final class Offices implements AutoCloseable {
    static final String OFFICE = "172.16.1.1";
    static final String OFFICE_NET = "172.16.1.0/24";
    static final String VM_NET = "10.0.0.0/24";
    static final String PSK = "planted-psk-of-";

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int PATIENCE = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    final LabNetwork lab;
    private final List<Charon> charons = new ArrayList<>();

    Offices() {
        assumeTrue(KernelHnv.plugin().isPresent(), KernelHnv::whyMissing);
        lab = LabNetwork.build();
    }

    /// Whose address, as a charon's directory.
    enum Place {
        CONTOSO("contoso", LabPlan.DATA_CENTER),
        WOODGROVE("woodgrove", LabPlan.INTERNET);

        final String tenant;
        final String address;

        Place(String tenant, String address) {
            this.tenant = tenant;
            this.address = address;
        }

        String psk() {
            return PSK + tenant;
        }
    }

    Station station(Place place) {
        return place == Place.CONTOSO ? lab.outside().dataCenter() : lab.outside().internet();
    }

    Station vm(Place place) {
        return place == Place.CONTOSO
                ? lab.tenants().contosoWeb().station()
                : lab.tenants().woodgroveWeb().station();
    }

    /// The tenant's connection, by the name of both ends.
    ObjectNode connect(Place place) {
        ObjectNode connection =
                lab.desired()
                        .connectByIpSec(
                                place.tenant, "office", place.address, place.psk(), OFFICE_NET);
        connection
                .withObject("ipSecConfiguration")
                .put("localIdentity", "gateway")
                .put("peerIdentity", "office");
        return connection;
    }

    void startGateway(Forwarding forwarding) {
        lab.startGateway(
                forwarding,
                "IkeSocket="
                        + ikeSocket()
                        + ";ViciSocket="
                        + charonDirectory().resolve("vici.sock"));
    }

    private Path ikeSocket() {
        return lab.directory().resolve("kernel-hnv.sock");
    }

    private Path charonDirectory() {
        return lab.directory().resolve("charon-gateway");
    }

    /// The gateway's.
    Charon charon() {
        Charon charon =
                Charon.start(
                        lab.run(),
                        lab.gatewayNamespace(),
                        "charon-gateway",
                        CharonOptions.gateway(ikeSocket()));
        charons.add(charon);
        return charon;
    }

    /// An office with its VPN device.
    Charon office(Place place) {
        return office(place, place.psk());
    }

    Charon office(Place place, String psk) {
        Namespace namespace = station(place).namespace();
        namespace.address("lo", OFFICE + "/32");
        Charon charon =
                Charon.start(lab.run(), namespace, "charon-" + place.tenant, CharonOptions.peer());
        charon.load(configuration(place, psk, ""));
        charons.add(charon);
        return charon;
    }

    /// A charon at Contoso's office that stands for the VPN devices of many offices.
    Charon manyOffices(String configuration) {
        Charon charon =
                Charon.start(
                        lab.run(),
                        station(Place.CONTOSO).namespace(),
                        "charon-many",
                        CharonOptions.peers());
        charon.load(configuration);
        charons.add(charon);
        return charon;
    }

    /// Of an office's charon.
    ///
    /// @param more lines of the connection
    static String configuration(Place place, String psk, String more) {
        return """
        connections {
          office {
            version = 2
            local_addrs = %s
            remote_addrs = %s
            encap = yes
            %s
            local {
              auth = psk
              id = office
            }
            remote {
              auth = psk
              id = gateway
            }
            children {
              office {
                mode = tunnel
                local_ts = %s
                remote_ts = %s
              }
            }
          }
        }
        secrets {
          ike-office {
            secret = "%s"
          }
        }
        """
                .formatted(place.address, LabPlan.GATEWAY_FRONT_END, more, OFFICE_NET, VM_NET, psk);
    }

    /// What `hnvctl show tunnels` says of a tenant's connection.
    JsonNode tunnel(Place place) {
        return tunnels("--tenant=" + place.tenant).path(0);
    }

    /// What `hnvctl show tunnels` says.
    JsonNode tunnels(String... more) {
        List<String> words = new ArrayList<>(List.of("show", "tunnels", "--json"));
        words.addAll(List.of(more));
        try {
            return JSON.readTree(lab.gateway().control(words.toArray(String[]::new)).output());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Of the gateway and all charons.
    String logs() {
        return lab.gateway().log()
                + charons.stream().map(Charon::log).collect(Collectors.joining("\n---\n"));
    }

    boolean isUp(Place place) {
        return tunnel(place).path("state").asText().equals("up");
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end)
                    .as(() -> "waiting until " + what + "\n" + logs())
                    .isTrue();
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    /// Whether an answer comes; patient, for what has to come about first.
    static boolean reaches(Station from, String to) {
        for (int i = 0; i < PATIENCE; i++) {
            if (from.ping(to, "-c", "1", "-W", "5").received() > 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether an answer comes that can come at once.
    static boolean pings(Station from, String to) {
        return from.ping(to, "-c", "3", "-i", "0.2", "-W", "3").received() > 0;
    }

    @Override
    public void close() {
        lab.close();
    }
}
