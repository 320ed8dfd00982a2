package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
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
    private static final int SMALL_MTU = 1300;
    private static final int GRE_BYTES = 28;
    private static final String BRANCH = "198.18.7.1";
    private static final int BRANCH_KEY = 7000;

    /// No more than the queue of the office's device holds.
    private static final String BURST = "400";

    private static final int BURSTS = 12;

    private final LabNetwork lab = LabNetwork.build();
    private final GrePeer peers = new GrePeer(lab.run());

    @AfterEach
    void close() {
        lab.close();
    }

    private void office(Namespace namespace, String outer, int key) {
        peers.start(
                namespace,
                new GrePeer.End(
                        outer, LabPlan.GATEWAY_FRONT_END, key, "office", OFFICE + "/24", VM_NET));
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
        lab.startGateway(Forwarding.DEFAULT, "SlowPathRate=10;SlowPathBurst=64");

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

        aSmallerLinkOnTheWayIsFound();

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
            for (int i = 0; i < BURSTS; i++) {
                office.ping(LabPlan.WEB_CA, "-q", "-c", BURST, "-l", BURST, "-W", "0.2");
            }
        } finally {
            lab.gateway().resume();
        }
        assertThat(drops("contoso")).contains("slow-path-limit");
        assertThat(drops("woodgrove")).doesNotContain("slow-path-limit");
    }

    /// A branch behind a router whose next link is smaller than all others (RFC 4301 §8.2.1).
    private void aSmallerLinkOnTheWayIsFound() {
        Namespace router = lab.outside().internet().namespace();
        Namespace branch = lab.run().namespace("branch");
        EthernetSwitch beyond = new EthernetSwitch(lab.run(), "beyond");
        beyond.plug(router, "beyond", "router");
        beyond.plug(branch, "eth0", "branch");
        router.address("beyond", "198.18.7.254/24");
        router.ip("link", "set", "beyond", "mtu", Integer.toString(SMALL_MTU));
        router.must("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        branch.address("eth0", BRANCH + "/24");
        branch.ip("route", "add", "default", "via", "198.18.7.254");
        office(branch, BRANCH, BRANCH_KEY);
        branch.ip("link", "set", "office", "mtu", Integer.toString(SMALL_MTU - GRE_BYTES));
        lab.desired().disconnect("contoso");
        lab.desired().connectByGre("contoso", "branch", BRANCH, BRANCH_KEY, OFFICE_NET);
        lab.apply();

        Station vm = lab.tenants().contosoWeb().station();
        assertThat(pings(vm, OFFICE)).as("small packets").isTrue();
        Ping large = tooLarge(vm);
        for (int i = 0; i < 10 && large.mtuBytes() == 0; i++) {
            large = tooLarge(vm); // the first ones teach the gateway
        }
        assertThat(large.mtuBytes()).isEqualTo(SMALL_MTU - GRE_BYTES);
        assertThat(explained(LabPlan.WEB_CA, OFFICE))
                .contains(SMALL_MTU - GRE_BYTES + " bytes inside");
        assertThat(lab.gateway().log())
                .contains("event=path-mtu")
                .contains("connection=branch bytes=" + SMALL_MTU);
        assertThat(
                        vm.ping(
                                        OFFICE, "-c", "3", "-i", "0.3", "-W", "3", "-M", "dont",
                                        "-s", "1372")
                                .received())
                .as("in fragments")
                .isPositive();
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

    private static Ping tooLarge(Station vm) {
        Ping large = vm.ping(OFFICE, "-c", "5", "-i", "0.3", "-W", "3", "-M", "do", "-s", "1372");
        assertThat(large.received()).isZero();
        return large;
    }

    private static boolean pings(Station from, String to) {
        return from.ping(to, "-c", "3", "-i", "0.2", "-W", "3").received() > 0;
    }
}
