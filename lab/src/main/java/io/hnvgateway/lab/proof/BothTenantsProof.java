package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.Guest;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Seen;
import io.hnvgateway.lab.traffic.Transfer;

/// Two VMs with the same address use the same server at the same time, and the server sees two
/// clients: each tenant's own external address.
final class BothTenantsProof implements Proof {
    private static final String SERVER = "http://" + LabPlan.INTERNET;

    @Override
    public String name() {
        return "equal addresses, own external addresses, at once";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Guest contoso = lab.tenants().contosoWeb();
        Guest woodgrove = lab.tenants().woodgroveWeb();
        try (Capture wire =
                        Capture.start(
                                lab.outside().internet().namespace(),
                                lab.outside().internet().device(),
                                "tcp[tcpflags] & tcp-syn != 0 and dst port 80");
                Transfer one = contoso.station().longDownload(SERVER, lab.payload());
                Transfer other = woodgrove.station().longDownload(SERVER, lab.payload())) {
            Seen contosoSeen = contoso.station().whoAmI(SERVER);
            Seen woodgroveSeen = woodgrove.station().whoAmI(SERVER);
            boolean overlapped = one.isRunning() && other.isRunning();
            boolean whole = one.finish().whole();
            whole &= other.finish().whole();
            boolean own =
                    contosoSeen.is("internet", LabPlan.CONTOSO_EXTERNAL)
                            && fromPool(woodgroveSeen)
                            && !woodgroveSeen.address().equals(contosoSeen.address());
            return new Outcome(
                    overlapped && whole && own && wire.count(" " + LabPlan.WEB_CA + ".") == 0,
                    "Contoso seen as %s, Woodgrove as %s%s"
                            .formatted(
                                    contosoSeen.address(),
                                    woodgroveSeen.address(),
                                    overlapped && whole
                                            ? ", both transfers whole"
                                            : ", a transfer failed"));
        }
    }

    private static boolean fromPool(Seen seen) {
        return seen.server().equals("internet") && seen.address().startsWith("203.0.113.");
    }
}
