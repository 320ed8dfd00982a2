package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two tenants with the same addresses inside and the same prefix at their offices, which are told
/// apart by their keys and outer addresses.
@Tag("net")
class GreConnectionNetTest {
    private static final String OFFICE = "172.16.1.1";
    private static final String OFFICE_NET = "172.16.1.0/24";
    private static final String VM_NET = "10.0.0.0/24";
    private static final int CONTOSO_KEY = 5000;
    private static final int WOODGROVE_KEY = 6000;
    private static final Pattern RATE_OUT = Pattern.compile("\"bitsPerSecondOut\" ?: ?[1-9]");
    private static final int PATIENCE = 60;
    private static final String FLOOD = "30000";

    private final LabNetwork lab = LabNetwork.build();
    private final Path script = copy(lab.directory().resolve("gre_peer.py"));

    @AfterEach
    void close() {
        lab.close();
    }

    private static Path copy(Path target) {
        try (InputStream in = GreConnectionNetTest.class.getResourceAsStream("gre_peer.py")) {
            Files.write(target, Objects.requireNonNull(in).readAllBytes());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void office(Namespace namespace, String outer, int key) {
        Station.awaitReady(
                namespace.start(
                        "/usr/bin/python3",
                        script.toString(),
                        outer,
                        LabPlan.GATEWAY_FRONT_END,
                        Integer.toString(key),
                        "office",
                        OFFICE + "/24",
                        VM_NET));
    }

    @Test
    void vmsAndTheirOfficeReachEachOtherAndNobodyElse() {
        Station contosoOffice = lab.outside().dataCenter();
        Station woodgroveOffice = lab.outside().internet();
        office(contosoOffice.namespace(), LabPlan.DATA_CENTER, CONTOSO_KEY);
        lab.desired()
                .connectByGre("contoso", "office", LabPlan.DATA_CENTER, CONTOSO_KEY, OFFICE_NET);
        lab.desired()
                .connectByGre("woodgrove", "office", LabPlan.INTERNET, WOODGROVE_KEY, OFFICE_NET);
        lab.startGateway(Forwarding.DEFAULT);

        Station contoso = lab.tenants().contosoWeb().station();
        Station woodgrove = lab.tenants().woodgroveWeb().station();
        assertThat(pings(contoso, OFFICE)).as("Contoso's VM to its office").isTrue();
        assertThat(pings(contosoOffice, LabPlan.WEB_CA)).as("and back").isTrue();
        assertThat(pings(woodgrove, OFFICE)).as("Woodgrove's office is not there yet").isFalse();

        office(woodgroveOffice.namespace(), LabPlan.INTERNET, WOODGROVE_KEY);
        assertThat(pings(woodgrove, OFFICE)).as("Woodgrove's VM to its office").isTrue();
        assertThat(pings(woodgroveOffice, LabPlan.WEB_CA)).as("and back").isTrue();
        assertThat(lab.gateway().control("show", "routes").output())
                .containsPattern(OFFICE_NET + " +tunnel office ");
        assertThat(explained(LabPlan.WEB_CA, OFFICE))
                .contains("GRE from 198.51.100.1 to 198.51.100.50, key " + CONTOSO_KEY)
                .contains("1472 bytes inside")
                .contains("=> forwarded by tunnel office");
        assertThat(explained(OFFICE, LabPlan.WEB_CA))
                .contains("lies behind tunnel office")
                .contains("=> forwarded to the VM");
        assertThat(explained(OFFICE, LabPlan.INTERNET)).contains("tunnel-destination");
        assertThat(lab.gateway().control("show", "tunnels", "--tenant=contoso").output())
                .containsPattern("contoso +office +GRE +up +" + LabPlan.DATA_CENTER)
                .doesNotContain("woodgrove");

        assertThat(hasARate()).as("of some seconds of pings").isTrue();

        aFloodTakesOfItsTenantsShareOnly(contosoOffice);

        lab.desired().disconnect("contoso");
        lab.apply();
        assertThat(pings(contosoOffice, LabPlan.WEB_CA)).as("without a connection").isFalse();
        assertThat(pings(woodgrove, OFFICE)).as("which is none of Woodgrove's").isTrue();
    }

    /// While the workers stand still, what comes for the tunnel fills their ring.
    private void aFloodTakesOfItsTenantsShareOnly(Station office) {
        assertThat(drops("contoso")).doesNotContain("slow-path-limit");
        lab.gateway().suspend();
        try {
            office.ping(LabPlan.WEB_CA, "-q", "-c", FLOOD, "-l", FLOOD, "-W", "1");
        } finally {
            lab.gateway().resume();
        }
        assertThat(drops("contoso")).contains("slow-path-limit");
        assertThat(drops("woodgrove")).doesNotContain("slow-path-limit");
    }

    private String drops(String tenant) {
        return lab.gateway().control("show", "drops", "--tenant=" + tenant).output();
    }

    private boolean hasARate() {
        boolean seen = false;
        for (int i = 0; i < PATIENCE && !seen; i++) {
            pings(lab.tenants().contosoWeb().station(), OFFICE);
            String shown =
                    lab.gateway().control("show", "tunnels", "--tenant=contoso", "--json").output();
            seen = RATE_OUT.matcher(shown).find();
        }
        return seen;
    }

    private String explained(String from, String to) {
        return lab.gateway()
                .control("explain", "--tenant=contoso", "--source=" + from, "--destination=" + to)
                .output();
    }

    private static boolean pings(Station from, String to) {
        return from.ping(to, "-c", "3", "-i", "0.2", "-W", "3").received() > 0;
    }
}
