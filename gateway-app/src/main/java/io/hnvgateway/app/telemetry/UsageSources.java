package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.compile.CompiledConnection;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.packet.flow.CarriedFlows;
import io.hnvgateway.packet.flow.FlowTable;
import java.util.List;

/// Where usage is read: what the data path counts anyway.
interface UsageSources {
    List<Compartment> compartments();

    List<CompiledConnection> connections();

    /// Tells what live flow entries have carried; may take a moment.
    void tellLive(CarriedFlows to) throws InterruptedException;

    /// Of a gateway that runs.
    static UsageSources of(GatewayCore core) {
        return new UsageSources() {
            private static final int SLICE = 1 << 15;
            private static final long REST_MS = 2;

            @Override
            public List<Compartment> compartments() {
                return core.compiler().published().get().forwarding().compartments().stream()
                        .toList();
            }

            @Override
            public List<CompiledConnection> connections() {
                return core.compiler().connections();
            }

            @Override
            public void tellLive(CarriedFlows to) throws InterruptedException {
                tell(core.flows().ipv4(), to);
                tell(core.flows().ipv6(), to);
            }

            // With rests: the tables are larger than the cache that workers need.
            private void tell(FlowTable table, CarriedFlows to) throws InterruptedException {
                for (int from = 0; from < table.capacity(); from += SLICE) {
                    table.tellCarried(from, Math.min(SLICE, table.capacity() - from), to);
                    Thread.sleep(REST_MS);
                }
            }
        };
    }
}
