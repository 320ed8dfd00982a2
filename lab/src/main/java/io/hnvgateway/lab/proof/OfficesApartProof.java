package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Offices;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Seen;
import java.util.Optional;

/// Everyone asks 172.16.1.1 or 10.0.0.10 and meets its own tenant's machine; of what Contoso sends
/// to its office, Woodgrove's office hears nothing, inside its tunnel or outside.
final class OfficesApartProof implements Proof {
    private static final String OFFICE = "http://" + LabPlan.OFFICE_CA;
    private static final String VM = "http://" + LabPlan.WEB_CA;

    /// Where a device by kernel-libipsec has what comes out of its tunnel.
    private static final String INSIDE = "ipsec0";

    @Override
    public String name() {
        return "offices of equal networks and identities stay apart";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Optional<String> missing = Offices.whyMissing();
        if (missing.isPresent()) {
            return Outcome.skipped(missing.get());
        }
        Offices offices = lab.offices();
        offices.open();
        Seen contoso = lab.tenants().contosoWeb().station().whoAmI(OFFICE);
        Seen woodgrove = lab.tenants().woodgroveWeb().station().whoAmI(OFFICE);
        Seen toContoso = offices.contoso().whoAmI(VM);
        Seen toWoodgrove = offices.woodgrove().whoAmI(VM);
        boolean own =
                contoso.is("office-contoso", LabPlan.WEB_CA)
                        && woodgrove.is("office-woodgrove", LabPlan.WEB_CA)
                        && toContoso.is(
                                lab.tenants().contosoWeb().station().name(), LabPlan.OFFICE_CA)
                        && toWoodgrove.is(
                                lab.tenants().woodgroveWeb().station().name(), LabPlan.OFFICE_CA);
        long strays = own ? strays(lab) : 0;
        offices.disconnect(lab.desired());
        lab.apply();
        return new Outcome(
                own && strays == 0,
                "VMs met %s and %s, offices met %s and %s; %d strays"
                        .formatted(
                                contoso.server(),
                                woodgrove.server(),
                                toContoso.server(),
                                toWoodgrove.server(),
                                strays));
    }

    /// Contoso's pings that Woodgrove's office hears. That the ear is not deaf, its own show.
    private static long strays(LabNetwork lab) {
        try (Capture inside =
                Capture.start(lab.offices().woodgrove().namespace(), INSIDE, "icmp")) {
            lab.tenants()
                    .contosoWeb()
                    .station()
                    .ping(LabPlan.OFFICE_CA, "-c", "5", "-i", "0.2", "-s", "333");
            long heard = inside.countLines("length 341");
            lab.tenants()
                    .woodgroveWeb()
                    .station()
                    .ping(LabPlan.OFFICE_CA, "-c", "1", "-W", "5", "-s", "444");
            return inside.countLines("length 452") == 0 ? Long.MAX_VALUE : heard;
        }
    }
}
