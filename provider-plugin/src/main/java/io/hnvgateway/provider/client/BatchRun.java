package io.hnvgateway.provider.client;

import io.hnvgateway.provider.spi.GatewayException;
import io.hnvgateway.provider.spi.ResourceChange;
import java.util.ArrayList;
import java.util.List;

/// Sends batches. What is refused is tried once more when all the others are in, and at last all
/// together: it may have waited for something in another batch.
final class BatchRun {
    private final ResourceClient client;
    private final List<List<ResourceChange>> refused = new ArrayList<>();
    private int sent;

    BatchRun(ResourceClient client) {
        this.client = client;
    }

    /// Batches that were accepted.
    int sent() {
        return sent;
    }

    /// Sends all, several at a time.
    void run(List<List<ResourceChange>> batches) {
        new InFlight<List<ResourceChange>>(InFlight.USUAL).each(batches, this::attempt);
    }

    /// Sends what was refused before, as long as that helps.
    ///
    /// @throws GatewayException.Answered the refusal of what cannot be made
    void finish() {
        int before = Integer.MAX_VALUE;
        while (refused.size() > 1 && refused.size() < before) {
            before = refused.size();
            List<List<ResourceChange>> again = List.copyOf(refused);
            refused.clear();
            again.forEach(this::attempt);
        }
        if (!refused.isEmpty()) {
            send(refused.stream().flatMap(List::stream).toList());
        }
    }

    private void attempt(List<ResourceChange> batch) {
        try {
            send(batch);
        } catch (GatewayException.Refused | GatewayException.Conflict e) {
            defer(batch);
        }
    }

    private void send(List<ResourceChange> batch) {
        client.apply(batch);
        count();
    }

    private synchronized void count() {
        sent++;
    }

    private synchronized void defer(List<ResourceChange> batch) {
        refused.add(batch);
    }
}
