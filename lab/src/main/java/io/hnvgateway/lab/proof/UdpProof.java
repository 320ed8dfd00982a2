package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Seen;
import java.util.List;

/// Datagrams go out and their answers come back; two Internet hosts see one socket as the same
/// external address and port (RFC 4787 REQ-1).
final class UdpProof implements Proof {
    @Override
    public String name() {
        return "UDP: one external endpoint for two hosts";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        List<Seen> answers =
                lab.tenants()
                        .contosoWeb()
                        .station()
                        .askByUdp(LabPlan.INTERNET, LabPlan.INTERNET_TOO);
        if (answers.size() != 2) {
            return new Outcome(false, "%d of 2 hosts answered".formatted(answers.size()));
        }
        Seen first = answers.getFirst();
        return new Outcome(
                first.equals(answers.getLast()) && first.is("internet", LabPlan.CONTOSO_EXTERNAL),
                "seen as %s:%d and %s:%d"
                        .formatted(
                                first.address(),
                                first.port(),
                                answers.getLast().address(),
                                answers.getLast().port()));
    }
}
