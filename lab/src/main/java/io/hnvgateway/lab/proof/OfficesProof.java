package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Offices;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.time.Duration;
import java.util.Optional;

/// Contoso's and Woodgrove's VMs each send one ping to their office, whose tunnel is not there yet:
/// it comes up, the ping is answered, and each office's network is reached both ways. Both offices
/// have the same network, the same identity and the same tenant's addresses to talk to.
final class OfficesProof implements Proof {
    private static final Duration CHARON_LIMIT = Duration.ofSeconds(60);
    private static final String SERVER = "http://" + LabPlan.OFFICE_CA;

    @Override
    public String name() {
        return "offices by IPSec, up on the first ping";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Optional<String> missing = Offices.whyMissing();
        if (missing.isPresent()) {
            return Outcome.skipped(missing.get());
        }
        lab.offices().open();
        lab.offices().connect(lab.desired());
        lab.apply();
        if (!comesToWait(lab, "contoso") || !comesToWait(lab, "woodgrove")) {
            return new Outcome(false, "a tenant has no connection that waits for a packet");
        }
        meetGateway(lab.tenants().contosoWeb().station());
        meetGateway(lab.tenants().woodgroveWeb().station());
        Ping contoso = first(lab.tenants().contosoWeb().station());
        Ping woodgrove = first(lab.tenants().woodgroveWeb().station());
        boolean up = is(lab, "contoso", "up") && is(lab, "woodgrove", "up");
        Arrival arrival =
                lab.tenants().contosoWeb().station().download(SERVER, lab.payload()).finish();
        Ping back = lab.offices().contoso().ping(LabPlan.WEB_CA, "-c", "2", "-W", "5");
        return new Outcome(
                up
                        && contoso.allAnswered()
                        && woodgrove.allAnswered()
                        && back.allAnswered()
                        && arrival.whole(),
                "first pings of Contoso %d/%d, Woodgrove %d/%d, %s; from the office %s; %s"
                        .formatted(
                                contoso.received(),
                                contoso.sent(),
                                woodgrove.received(),
                                woodgrove.sent(),
                                up ? "tunnels up" : "a tunnel is down",
                                back,
                                arrival));
    }

    /// A host's Open vSwitch loses what it would send to the gateway before it knows its MAC.
    private static void meetGateway(Station vm) {
        vm.ping(LabPlan.GATEWAY_CA, "-c", "3", "-i", "0.2", "-W", "1");
    }

    /// One request, for as long as a tunnel may take.
    private static Ping first(Station vm) {
        return vm.ping(LabPlan.OFFICE_CA, "-c", "1", "-W", "9");
    }

    /// The gateway finds its charon within seconds; from then on connections wait for a packet.
    private static boolean comesToWait(LabNetwork lab, String tenant) {
        long end = System.nanoTime() + CHARON_LIMIT.toNanos();
        while (!is(lab, tenant, "waiting")) {
            if (System.nanoTime() > end || !shown(lab, tenant).contains(" IPSec ")) {
                return false;
            }
            Station.pause(Duration.ofMillis(100));
        }
        return true;
    }

    private static boolean is(LabNetwork lab, String tenant, String state) {
        return shown(lab, tenant).contains(" IPSec  " + state + " ");
    }

    private static String shown(LabNetwork lab, String tenant) {
        return lab.gateway().control("show", "tunnels", "--tenant=" + tenant).output();
    }
}
