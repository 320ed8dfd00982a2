package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;

/// A packet that may not be fragmented and does not fit the tunnel is answered with the MTU that
/// does; one of just that length arrives.
final class PathMtuProof implements Proof {
    private static final int ICMP_AND_IP_BYTES = 28;

    @Override
    public String name() {
        return "path MTU: fragmentation needed, 1458";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station host = lab.outside().dataCenter();
        Ping tooBig = pingOf(host, 1500);
        Ping fits = pingOf(host, LabPlan.TENANT_MTU_BYTES);
        return new Outcome(
                tooBig.received() == 0
                        && tooBig.mtuBytes() == LabPlan.TENANT_MTU_BYTES
                        && fits.allAnswered(),
                "1500 bytes with DF: MTU %d heard; %d bytes: %s"
                        .formatted(tooBig.mtuBytes(), LabPlan.TENANT_MTU_BYTES, fits));
    }

    private static Ping pingOf(Station from, int bytes) {
        String length = Integer.toString(bytes - ICMP_AND_IP_BYTES);
        return from.ping(
                LabPlan.DATA_CA, "-M", "do", "-c", "3", "-i", "0.3", "-W", "2", "-s", length);
    }
}
