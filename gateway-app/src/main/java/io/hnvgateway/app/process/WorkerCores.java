package io.hnvgateway.app.process;

import io.hnvgateway.app.compile.PortPlan;
import io.hnvgateway.dataplane.cores.CoreChoice;
import io.hnvgateway.dataplane.cores.WorkerCore;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which core each worker runs on: `Cores` of the connection string.
final class WorkerCores {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCores.class);

    private WorkerCores() {}

    /// Cores that this process may not use.
    static List<Fault> faults(ConnectionString connection) {
        return CoreChoice.refused(connection.cores().byHand()).stream()
                .map(core ->
                        Fault.of(
                                "Cores",
                                core,
                                "is not a core that this process may use",
                                "its CPU set has " + CoreChoice.permitted()))
                .toList();
    }

    static List<WorkerCore> choose(ConnectionString connection, List<PortPlan> plans) {
        int workers = connection.workers();
        List<WorkerCore> cores =
                switch (connection.cores().choice()) {
                    case AUTO ->
                            CoreChoice.choose(
                                    plans.stream()
                                            .filter(plan -> !plan.isTagged())
                                            .map(PortPlan::device)
                                            .toList(),
                                    workers);
                    case NONE -> CoreChoice.none(workers);
                    case BY_HAND -> CoreChoice.byHand(connection.cores().byHand());
                };
        for (int i = 0; i < workers; i++) {
            WorkerCore core = cores.get(i);
            LOG.info(
                    "event=core worker={} core={} reason=\"{}\"",
                    i,
                    core.isBound() ? core.core() : "any",
                    core.reason());
        }
        return cores;
    }
}
