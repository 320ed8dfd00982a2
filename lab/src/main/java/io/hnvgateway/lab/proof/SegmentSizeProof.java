package io.hnvgateway.lab.proof;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.Outside;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Station;
import io.hnvgateway.lab.traffic.Transfer.Arrival;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A VM with MTU 1500, as Linux VMs have it, does not stall: the gateway lowers the MSS of its
/// connections to what fits the tunnel.
final class SegmentSizeProof implements Proof {
    private static final String SERVER = "http://" + LabPlan.INTERNET_TOO;
    private static final Pattern MSS = Pattern.compile("mss (\\d+)");
    private static final int LARGEST_MSS = LabPlan.TENANT_MTU_BYTES - 40;

    @Override
    public String name() {
        return "TCP of a VM with MTU 1500 does not stall";
    }

    @Override
    public Outcome run(LabNetwork lab) {
        Station vm = lab.tenants().woodgroveWeb().station();
        Station server = lab.outside().internet();
        try (Capture one = watch(server, server.device());
                Capture other = watch(server, Outside.DEVICE_TOO)) {
            Arrival down = vm.download(SERVER, lab.payload()).finish();
            int mss =
                    announced(String.join(" ", one.packets()) + String.join(" ", other.packets()));
            boolean up =
                    down.whole() && vm.upload(SERVER, lab.payload()).equals(lab.payload().sha256());
            return new Outcome(
                    down.whole() && up && mss > 0 && mss <= LARGEST_MSS,
                    "MSS %d on the wire; down %s, up %s"
                            .formatted(mss, down, up ? "whole" : "failed"));
        }
    }

    /// The way to the server may lead over either of its routers.
    private static Capture watch(Station server, String device) {
        return Capture.start(server.namespace(), device, "tcp[tcpflags] == tcp-syn and port 80");
    }

    private static int announced(String packets) {
        Matcher mss = MSS.matcher(packets);
        return mss.find() ? Integer.parseInt(mss.group(1)) : 0;
    }
}
