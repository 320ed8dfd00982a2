package io.hnvgateway.app.telemetry;

import io.hnvgateway.app.pipeline.PipelineWorld;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.packet.DropReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// How long a page of many tenants takes: `MetricsPageProbe [tenants] [rounds]`. Each tenant drops
/// for four reasons; each tenth has a connection and a peer.
public final class MetricsPageProbe {
    private static final List<DropReason> REASONS =
            List.of(
                    DropReason.NO_ROUTE,
                    DropReason.TTL_EXPIRED,
                    DropReason.NAT_FILTERED,
                    DropReason.NO_LOOKUP_RECORD);

    private MetricsPageProbe() {}

    public static void main(String[] arguments) throws IOException {
        int tenants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        try (PipelineWorld world = new PipelineWorld(tenants, 1 << 14);
                PrometheusPage page =
                        new PrometheusPage(
                                List.of(
                                        new TenantFigures(world.core),
                                        new GatewayFigures(world.core, () -> 0),
                                        new ShownFigures(
                                                new ShownRows(tenants / 10, "tenant0"),
                                                Map::of)))) {
            world.core.compiler().published().get().forwarding().compartments().stream()
                    .forEach(MetricsPageProbe::traffic);
            for (int i = 0; i < rounds; i++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                long begin = System.nanoTime();
                page.write(out);
                long took = System.nanoTime() - begin;
                System.out.printf("%d ms, %d bytes%n", took / 1_000_000, out.size());
            }
        }
    }

    private static void traffic(Compartment compartment) {
        compartment.state().counters(0).countForwarded(1_000_000);
        for (int i = 0; i < REASONS.size(); i++) {
            compartment.state().counters(i % 2).countDrop(REASONS.get(i));
        }
    }
}
