package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Transfer;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.time.Duration;

/// Contoso is removed while Woodgrove transfers: Contoso is cut off, Woodgrove notices nothing.
final class RemovalProof implements Proof {
    private static final long BEFORE_BYTES = 150_000;

    @Override
    public String name() {
        return "removing Contoso leaves Woodgrove's transfer alone";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        var contoso = lab.tenants().contosoWeb().station();
        try (Transfer transfer =
                lab.tenants()
                        .woodgroveWeb()
                        .station()
                        .longDownload("http://" + LabPlan.INTERNET, lab.payload())) {
            if (!transfer.awaitProgress(BEFORE_BYTES, Duration.ofSeconds(10))) {
                return new Outcome(false, "Woodgrove has no transfer to disturb");
            }
            Ping before = contoso.ping(LabPlan.INTERNET, "-c", "1", "-W", "2");
            lab.desired().removeTenant("contoso");
            lab.apply();
            Ping after = contoso.ping(LabPlan.INTERNET, "-c", "2", "-i", "0.2", "-W", "1");
            boolean meanwhile = transfer.isRunning();
            Arrival arrival = transfer.finish();
            return new Outcome(
                    before.allAnswered() && after.received() == 0 && meanwhile && arrival.whole(),
                    "Contoso's ping: before %s, after %s; Woodgrove: %s"
                            .formatted(before, after, arrival));
        }
    }
}
