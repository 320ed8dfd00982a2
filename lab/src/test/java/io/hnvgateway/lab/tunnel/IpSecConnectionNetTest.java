package io.hnvgateway.lab.tunnel;

import static io.hnvgateway.lab.tunnel.Offices.OFFICE;
import static io.hnvgateway.lab.tunnel.Offices.pings;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.tunnel.Offices.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// IPSec connections of the configuration, by real charons at both ends.
@Tag("net")
class IpSecConnectionNetTest {
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

        assertThat(pings(offices.vm(Place.CONTOSO), OFFICE)).as(this::logs).isTrue();
        assertThat(pings(offices.station(Place.CONTOSO), LabPlan.WEB_CA)).as(this::logs).isTrue();
    }

    private String logs() {
        return offices.lab.gateway().log();
    }
}
