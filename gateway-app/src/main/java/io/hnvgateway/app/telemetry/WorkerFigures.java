package io.hnvgateway.app.telemetry;

import io.hnvgateway.dataplane.worker.Worker;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/// What workers count of themselves.
final class WorkerFigures implements Figures {
    private final List<Worker> workers;

    WorkerFigures(List<Worker> workers) {
        this.workers = List.copyOf(workers);
    }

    @Override
    public void into(Samples samples) {
        for (int i = 0; i < workers.size(); i++) {
            Worker worker = workers.get(i);
            Labels of = Samples.of(Metric.Scope.WORKER, Integer.toString(i));
            samples.add(Metric.WORKER_ROUNDS, worker.rounds(), of);
            samples.add(Metric.WORKER_ERRORS, worker.internalErrors(), of);
            samples.add(Metric.WORKER_ALIVE, worker.alive() ? 1 : 0, of);
        }
    }
}
