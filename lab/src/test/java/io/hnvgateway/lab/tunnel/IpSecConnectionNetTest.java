package io.hnvgateway.lab.tunnel;

import static io.hnvgateway.lab.tunnel.Offices.OFFICE;
import static io.hnvgateway.lab.tunnel.Offices.pings;
import static io.hnvgateway.lab.tunnel.Offices.reaches;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.tunnel.Offices.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// IPSec connections of the configuration, by real charons at both ends.
@Tag("net")
class IpSecConnectionNetTest {
    private static final Pattern ESP =
            Pattern.compile("ESP\\(spi=(0x[0-9a-f]+),seq=0x[0-9a-f]+\\)");

    private final Offices offices = new Offices();

    @AfterEach
    void close() {
        offices.close();
    }

    @Test
    void theFirstPacketBringsTheTunnelUp() {
        offices.office(Place.CONTOSO);
        offices.connect(Place.CONTOSO);
        offices.startGateway(Forwarding.DEFAULT);
        Charon charon = offices.charon();
        assertThat(charon.sas()).isBlank();

        assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
        assertThat(reaches(offices.station(Place.CONTOSO), LabPlan.WEB_CA)).as(this::logs).isTrue();
        offices.await("it is up", () -> offices.isUp(Place.CONTOSO));
    }

    @Test
    void tenantsWithTheSameAddressesAndIdentitiesReachTheirOwnOfficeOnly() {
        Charon contosoOffice = offices.office(Place.CONTOSO);
        both();
        offices.startGateway(new Forwarding("auto", "xdp", 2));
        Charon charon = offices.charon();

        assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
        assertThat(pings(offices.vm(Place.WOODGROVE), OFFICE))
                .as("Woodgrove's office is not there yet")
                .isFalse();
        String contosos = ikeSas(charon);

        Charon woodgroveOffice = offices.office(Place.WOODGROVE);
        assertThat(woodgroveOffice.initiate("office")).as("INITIAL_CONTACT goes along").isTrue();
        assertThat(reaches(offices.vm(Place.WOODGROVE), OFFICE)).as(this::logs).isTrue();
        assertThat(reaches(offices.station(Place.WOODGROVE), LabPlan.WEB_CA)).isTrue();
        assertThat(ikeSas(charon))
                .as("both stand, and Contoso's is the one of before")
                .contains(contosos);
        assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
        assertThat(reaches(offices.station(Place.CONTOSO), LabPlan.WEB_CA)).isTrue();

        contosoOffice.kill();
        assertThat(pings(offices.vm(Place.CONTOSO), OFFICE)).as("of nobody else's").isFalse();
        assertThat(reaches(offices.vm(Place.WOODGROVE), OFFICE)).isTrue();
    }

    /// The connections, by the names and numbers that charon has for their IKE_SAs.
    private static String ikeSas(Charon charon) {
        return charon.sas()
                .lines()
                .filter(line -> line.contains("ESTABLISHED"))
                .map(line -> line.replaceAll(",.*", ""))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aTenantsKeyOpensNoOthersConnection() {
        both();
        offices.startGateway(Forwarding.DEFAULT);
        Charon charon = offices.charon();
        offices.await(
                "charon has both",
                () ->
                        charon.must("--list-conns")
                                        .output()
                                        .lines()
                                        .filter(line -> line.contains("/office:"))
                                        .count()
                                == 2);
        offices.await(
                "charon's plugin has the gateway",
                () -> charon.log().contains("connected to the gateway at"));
        Charon woodgroves = offices.office(Place.CONTOSO, Place.WOODGROVE.psk());
        assertThat(woodgroves.initiate("office")).isFalse();
        assertThat(charon.sas()).isBlank();
        assertThat(offices.isUp(Place.CONTOSO)).isFalse();
        assertThat(offices.isUp(Place.WOODGROVE)).isFalse();

        woodgroves.load(Offices.configuration(Place.CONTOSO, Place.CONTOSO.psk(), ""));
        assertThat(woodgroves.initiate("office")).as(this::logs).isTrue();
        offices.await("it is up", () -> offices.isUp(Place.CONTOSO));
        assertThat(charon.log() + logs()).doesNotContain(Offices.PSK);
    }

    private void both() {
        offices.connect(Place.CONTOSO);
        offices.connect(Place.WOODGROVE);
    }

    @Test
    void afterACrashOfTheGatewayEveryAssociationHasOtherKeys() {
        Station office = offices.station(Place.CONTOSO);
        offices.office(Place.CONTOSO);
        offices.connect(Place.CONTOSO);
        offices.startGateway(Forwarding.DEFAULT);
        offices.charon();
        try (Capture capture =
                Capture.start(
                        office.namespace(),
                        office.device(),
                        "src host " + LabPlan.GATEWAY_FRONT_END + " and udp port 4500")) {
            assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
            String before = offices.tunnel(Place.CONTOSO).path("spisOut").asText();
            assertThat(before).matches("[0-9a-f]{8}");

            offices.lab.gateway().kill();
            offices.lab.gateway().restart();
            offices.await(
                    "the association is another",
                    () -> {
                        String now = offices.tunnel(Place.CONTOSO).path("spisOut").asText();
                        return !now.isEmpty() && !now.contains(before);
                    });
            assertThat(reaches(office, LabPlan.WEB_CA)).as(this::logs).isTrue();
            assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
            List<MatchResult> esp =
                    capture.packets().stream()
                            .flatMap(line -> ESP.matcher(line).results())
                            .toList();
            assertThat(esp.stream().map(found -> found.group(1)).distinct())
                    .as("an association of each process")
                    .hasSizeGreaterThan(1);
            Set<String> seen = new HashSet<>();
            assertThat(esp)
                    .as("no number comes twice under a key")
                    .allMatch(f -> seen.add(f.group()));
        }
    }

    @Test
    void connectionsComeBackWithCharon() {
        offices.office(Place.CONTOSO);
        offices.connect(Place.CONTOSO);
        offices.startGateway(Forwarding.DEFAULT);
        Charon charon = offices.charon();
        assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();

        charon.kill();
        offices.await("the tunnel is down", () -> !offices.isUp(Place.CONTOSO));
        charon.restart();
        offices.await("the tunnel is up again", () -> offices.isUp(Place.CONTOSO));
        assertThat(reaches(offices.station(Place.CONTOSO), LabPlan.WEB_CA)).as(this::logs).isTrue();
        assertThat(reaches(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
    }

    /// Everything that might say why.
    private String logs() {
        return offices.logs();
    }
}
