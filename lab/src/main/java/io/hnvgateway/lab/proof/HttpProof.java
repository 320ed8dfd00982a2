package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;

/// One megabyte through HTTP each way arrives unharmed.
final class HttpProof implements Proof {
    private static final String SERVER = "http://" + LabPlan.INTERNET;

    @Override
    public String name() {
        return "TCP: 1 MB by HTTP down and up, SHA-256";
    }

    @Override
    public boolean isBulk() {
        return true;
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().contosoWeb().station();
        Arrival down = vm.download(SERVER, lab.payload()).finish();
        if (!down.whole()) {
            return new Outcome(false, "down: %s".formatted(down));
        }
        String digest = vm.upload(SERVER, lab.payload());
        boolean up = digest.equals(lab.payload().sha256());
        return new Outcome(up, "down %s, up %s".formatted(down, up ? "SHA-256 equal" : digest));
    }
}
