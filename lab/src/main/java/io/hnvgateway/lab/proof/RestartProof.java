package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Transfer;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.time.Duration;

/// The gateway's process is killed in the middle of a transfer and started again: the same TCP
/// connection brings the rest. Where the XDP program carries known flows, bytes go on arriving
/// while there is no process.
final class RestartProof implements Proof {
    private static final long BEFORE_BYTES = 150_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "kill -9, restart in the middle of a transfer";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        var vm = lab.tenants().woodgroveWeb().station();
        try (Transfer transfer = vm.longDownload("http://" + LabPlan.INTERNET, lab.payload())) {
            if (!transfer.awaitProgress(BEFORE_BYTES, LIMIT)) {
                return new Outcome(false, "no transfer to interrupt");
            }
            lab.gateway().kill();
            long before = transfer.bytesSoFar();
            boolean goesOn = lab.executesInXdp() && transfer.awaitProgress(BEFORE_BYTES, LIMIT);
            long dead = transfer.bytesSoFar() - before;
            lab.gateway().restart();
            Arrival arrival = transfer.finish();
            return new Outcome(
                    arrival.whole() && goesOn == lab.executesInXdp() && before < arrival.bytes(),
                    "killed after %d bytes, %d more without a process; %s"
                            .formatted(before, dead, arrival));
        }
    }
}
