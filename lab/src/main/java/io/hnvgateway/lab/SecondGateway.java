package io.hnvgateway.lab;

import io.hnvgateway.lab.gateway.Gateway;
import io.hnvgateway.lab.netns.EthernetSwitch;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;

/// Another gateway of the same provider, in a namespace of its own: on the same back end and front
/// end, with addresses of its own and the same pool of external addresses. It has no charon.
public final class SecondGateway implements AutoCloseable {
    /// As the controller calls it.
    public static final String NAME = "gateway2";

    private static final String FRONT = "front";
    private static final String BACK = "back";

    private final Namespace namespace;
    private final Gateway gateway;

    SecondGateway(LabRun run, EthernetSwitch front, EthernetSwitch back) {
        this.namespace = run.namespace(NAME);
        this.gateway = new Gateway(run, namespace, NAME);
        front.plug(namespace, FRONT, NAME);
        back.plug(namespace, BACK, NAME);
        namespace.address(FRONT, LabPlan.SECOND_FRONT_END + "/24");
        namespace.address(BACK, LabPlan.SECOND_PA + "/24");
        namespace.ip("route", "add", "default", "via", LabPlan.ROUTER);
    }

    /// @param management what its connection string needs for a controller
    void start(String management) {
        gateway.start(
                String.join(
                        ";",
                        "FrontEndInterface=" + FRONT,
                        "BackendInterface=" + BACK,
                        "ProviderAddress=" + LabPlan.SECOND_PA,
                        "FrontEndGateway=" + LabPlan.ROUTER,
                        "DirectRoutingMode=True",
                        "FrontEndServerAddress=" + LabPlan.SECOND_FRONT_END,
                        "NatPool=" + LabPlan.NAT_POOL,
                        "DataPath=packet;Executor=java;Workers=1",
                        management));
    }

    Namespace namespace() {
        return namespace;
    }

    public Gateway gateway() {
        return gateway;
    }

    /// Ends its process; it keeps what it was told.
    @Override
    public void close() {
        gateway.close();
    }
}
