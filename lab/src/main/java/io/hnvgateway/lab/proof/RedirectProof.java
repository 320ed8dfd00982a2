package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.Guest;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Tenants;
import io.hnvgateway.lab.ovs.NvgreHost;
import io.hnvgateway.lab.proof.NvgreFrame.Ends;
import io.hnvgateway.lab.traffic.Transfer;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.time.Duration;
import java.util.List;

/// A VM moves in the middle of a transfer, and the controller says nothing yet: the old host's
/// REDIRECT alone moves its flows. One with a wrong sender before it changes nothing.
final class RedirectProof implements Proof {
    private static final long BEFORE_BYTES = 100_000;

    @Override
    public String name() {
        return "REDIRECT by the old host within a transfer";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Tenants tenants = lab.tenants();
        Guest vm = tenants.contosoWeb();
        try (Transfer transfer =
                vm.station().longDownload("http://" + LabPlan.INTERNET, lab.payload())) {
            if (!transfer.awaitProgress(BEFORE_BYTES, Duration.ofSeconds(10))) {
                return new Outcome(false, "no transfer to interrupt");
            }
            long drops = lab.gateway().drops("");
            send(lab, tenants.host1());
            boolean unmoved = transfer.awaitProgress(BEFORE_BYTES, Duration.ofSeconds(10));
            long counted = lab.gateway().drops("") - drops;
            tenants.returnContosoWeb();
            send(lab, tenants.host2());
            Arrival arrival = transfer.finish();
            lab.migrate("contoso", "web1", LabPlan.HOST_1_PA);
            return new Outcome(
                    unmoved && counted > 0 && arrival.whole(),
                    "forged one: %s, %d counted; then moved back: %s"
                            .formatted(unmoved ? "nothing moved" : "stalled", counted, arrival));
        }
    }

    /// A host says that Contoso's VM is behind host 1.
    private static void send(LabNetwork lab, NvgreHost from) {
        Ends outer =
                new Ends(from.mac(), lab.gatewayMac(), from.providerAddress(), LabPlan.GATEWAY_PA);
        Ends lost = new Ends(from.mac(), from.mac(), LabPlan.INTERNET, LabPlan.WEB_CA);
        NvgreFrame frame =
                NvgreFrame.redirect(outer, LabPlan.CONTOSO_WEB.vsid(), LabPlan.HOST_1_PA, lost);
        lab.tenants()
                .contosoData()
                .station()
                .sendFrames(from.namespace(), NvgreHost.PHYSICAL, List.of(frame.hex()));
    }
}
