package io.hnvgateway.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.bgp.Bird;
import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.util.ArrayList;
import java.util.List;

/// The routers of offices: BIRD, the same AS and the same address in each, which tells the gateway,
/// through the tunnel, of [LabPlan#BRANCH_NET].
final class OfficeRouters implements AutoCloseable {
    private static final String PEER = "office";
    private static final int GATEWAY_AS = 64512;
    private static final int OFFICE_AS = 65001;

    /// A cut cable is noticed within this time.
    private static final int HOLD_SECONDS = 6;

    private final LabRun run;
    private final List<Bird> birds = new ArrayList<>();
    private int started;

    OfficeRouters(LabRun run) {
        this.run = run;
    }

    void start(String tenant, Namespace office) {
        started++;
        birds.add(
                new Bird(run, office, "office-%s-%d".formatted(tenant, started), configuration()));
    }

    private static String configuration() {
        return """
        router id %s;
        protocol device {}
        %s
        protocol bgp %s {
          local %s as %d;
          neighbor %s as %d;
          multihop 2;
          hold time %d;
          connect retry time 1;
          error wait time 1, 2;
          connect delay time 1;
          ipv4 { import all; export where source = RTS_STATIC; };
        }
        """
                .formatted(
                        LabPlan.OFFICE_CA,
                        Bird.routes("branch", "ipv4", LabPlan.BRANCH_NET),
                        Bird.SESSION,
                        LabPlan.OFFICE_CA,
                        OFFICE_AS,
                        LabPlan.GATEWAY_CA,
                        GATEWAY_AS,
                        HOLD_SECONDS);
    }

    /// Gives a tenant the peer.
    static void configure(DesiredState desired, String tenant) {
        ObjectNode router = desired.addRouter(tenant, GATEWAY_AS);
        router.withArray("bgpPeers")
                .addObject()
                .put("resourceId", PEER)
                .putObject("properties")
                .put("peerIpAddress", LabPlan.OFFICE_CA)
                .put("asNumber", OFFICE_AS)
                .put("holdTimeSeconds", HOLD_SECONDS);
    }

    @Override
    public void close() {
        birds.forEach(Bird::close);
        birds.clear();
    }
}
