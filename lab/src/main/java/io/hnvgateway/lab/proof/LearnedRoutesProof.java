package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Offices;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Both offices' routers announce the same network over their tunnels, which no configuration
/// names: it is in both tenants' route tables, and each VM meets its own office there. Contoso's
/// cable is cut: its route goes, Woodgrove's stays; it is mended: the route is there again.
final class LearnedRoutesProof implements Proof {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String BRANCH = "http://" + LabPlan.BRANCH_CA;
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/bird"), Path.of("/usr/sbin/exabgp"));

    @Override
    public String name() {
        return "routes learned by BGP through the tunnel, gone with it";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Optional<String> missing = whyMissing();
        if (missing.isPresent()) {
            return Outcome.skipped(missing.get());
        }
        Offices offices = lab.offices();
        offices.open();
        offices.connect(lab.desired());
        offices.speak(lab.desired());
        lab.apply();
        try {
            return learned(lab);
        } finally {
            offices.mendContoso();
            offices.fallSilent(lab.desired());
            lab.apply();
        }
    }

    private static Optional<String> whyMissing() {
        return Offices.whyMissing()
                .or(() ->
                        PROGRAMS.stream()
                                .filter(program -> !Files.exists(program))
                                .findFirst()
                                .map(program -> program + " is not there"));
    }

    private static Outcome learned(LabNetwork lab) {
        Station contoso = lab.tenants().contosoWeb().station();
        Station woodgrove = lab.tenants().woodgroveWeb().station();
        boolean shown = within(() -> knows(lab, "contoso") && knows(lab, "woodgrove"));
        Seen ofContoso = contoso.whoAmI(BRANCH);
        Seen ofWoodgrove = woodgrove.whoAmI(BRANCH);
        boolean follows =
                ofContoso.is("office-contoso", LabPlan.WEB_CA)
                        && ofWoodgrove.is("office-woodgrove", LabPlan.WEB_CA);
        if (!shown || !follows) {
            return new Outcome(
                    false,
                    "%s in the route tables; VMs met %s and %s"
                            .formatted(
                                    shown ? "shown" : "not shown",
                                    ofContoso.server(),
                                    ofWoodgrove.server()));
        }
        long cutNs = System.nanoTime();
        lab.offices().cutContoso();
        boolean gone = within(() -> !knows(lab, "contoso"));
        long goneMs = (System.nanoTime() - cutNs) / 1_000_000;
        boolean stays =
                knows(lab, "woodgrove")
                        && woodgrove.whoAmI(BRANCH).is("office-woodgrove", LabPlan.WEB_CA);
        lab.offices().mendContoso();
        boolean back = within(() -> contoso.whoAmI(BRANCH).is("office-contoso", LabPlan.WEB_CA));
        return new Outcome(
                gone && stays && back,
                "%s by BGP; VMs met %s and %s; cut, %s; Woodgrove's %s; mended, %s"
                        .formatted(
                                LabPlan.BRANCH_NET,
                                ofContoso.server(),
                                ofWoodgrove.server(),
                                gone ? "gone after %d ms".formatted(goneMs) : "still there",
                                stays ? "stays" : "is disturbed",
                                back ? "there again" : "not there again"));
    }

    private static boolean knows(LabNetwork lab, String tenant) {
        return lab.gateway()
                .control("show", "routes", "--tenant=" + tenant)
                .output()
                .lines()
                .anyMatch(line -> line.contains(LabPlan.BRANCH_NET) && line.endsWith("bgp"));
    }

    private static boolean within(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Station.pause(Duration.ofMillis(100));
        }
        return true;
    }
}
