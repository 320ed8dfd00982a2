package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.Guest;
import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Tenants;
import io.hnvgateway.lab.traffic.Transfer;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.time.Duration;

/// A VM moves to another host in the middle of a transfer; the record's PA follows, and the same
/// TCP connection brings the rest.
final class LiveMigrationProof implements Proof {
    private static final long BEFORE_BYTES = 150_000;

    @Override
    public String name() {
        return "live migration within a TCP transfer";
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
            long before = transfer.bytesSoFar();
            tenants.migrateContosoWeb();
            lab.migrate("contoso", "web1", LabPlan.HOST_2_PA);
            Arrival arrival = transfer.finish();
            return new Outcome(
                    arrival.whole() && before < arrival.bytes(),
                    "moved after %d bytes; %s".formatted(before, arrival));
        }
    }
}
