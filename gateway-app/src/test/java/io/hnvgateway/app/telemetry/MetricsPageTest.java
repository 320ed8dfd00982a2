package io.hnvgateway.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.pipeline.PipelineWorld;
import io.hnvgateway.packet.DropReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Set<String> LABELS = labels();

    private static Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            labels.addAll(metric.scope().labels());
            labels.addAll(metric.further());
        }
        return labels;
    }

    private static String page(PipelineWorld world, Figures... others) throws IOException {
        List<Figures> all = new java.util.ArrayList<>(List.of(others));
        all.add(new TenantFigures(world.core));
        all.add(new GatewayFigures(world.core, () -> 0));
        try (PrometheusPage page = new PrometheusPage(all)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            page.write(out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyLineIsOfTheFormatAndEveryOwnMetricIsDeclared() throws IOException {
        try (PipelineWorld world = new PipelineWorld(3, 64)) {
            String page = page(world, new ShownFigures(new ShownRows(2, "tenant0"), Map::of));
            ExpositionText text = ExpositionText.parse(page);
            assertThat(text.samples(Metric.TENANT_RECORDS)).hasSize(3);
            assertThat(text.samples(Metric.CONNECTION_UP)).hasSize(2);
            assertThat(text.samples(Metric.PORT_RECEIVED)).hasSize(2);
            assertThat(text.types().get("hnv_tenant_forwarded_packets_total")).isEqualTo("counter");
            Set<String> declared = new TreeSet<>();
            Arrays.stream(Metric.values()).forEach(metric -> declared.add(metric.label()));
            assertThat(text.types().keySet().stream().filter(name -> name.startsWith("hnv_")))
                    .isSubsetOf(declared);
            assertThat(text.types().keySet()).anyMatch(name -> name.startsWith("jvm_memory"));
        }
    }

    @Test
    void noLabelIsOfAFlowOrAnAddress() throws IOException {
        assertThat(LABELS)
                .containsExactlyInAnyOrder(
                        "tenant",
                        "rdid",
                        "connection",
                        "type",
                        "peer",
                        "port",
                        "worker",
                        "reason",
                        "kind",
                        "direction",
                        "state",
                        "set",
                        "version",
                        "file",
                        "check");
        try (PipelineWorld world = new PipelineWorld(3, 64)) {
            String page = page(world, new ShownFigures(new ShownRows(2, "tenant0"), Map::of));
            ExpositionText text = ExpositionText.parse(page);
            assertThat(text.samples().stream().filter(s -> s.name().startsWith("hnv_")))
                    .allSatisfy(s -> assertThat(LABELS).containsAll(s.labels().keySet()));
            assertThat(page).doesNotContain("203.0.113.9", "198.51.100.77", "0badcafe", "192.0.2.");
        }
    }

    @Test
    void tenantsTextIsEscaped() throws IOException {
        String name = "a\"} 1\nhnv_build_info{version=\"\\";
        try (PipelineWorld world = new PipelineWorld(1, 64)) {
            String page = page(world, new ShownFigures(new ShownRows(1, name), Map::of));
            ExpositionText text = ExpositionText.parse(page);
            assertThat(text.of(Metric.CONNECTION_UPTIME, name)).isEqualTo(60);
        }
    }

    @Test
    void countsWhatACompartmentCounts() throws IOException {
        try (PipelineWorld world = new PipelineWorld(2, 64)) {
            var compartments =
                    world.core.compiler().published().get().forwarding().compartments().stream()
                            .toList();
            var counters = compartments.get(1).state().counters(0);
            String name = compartments.get(1).identity().name();
            String other = compartments.get(0).identity().name();
            counters.countForwarded(5);
            counters.countDrop(DropReason.NO_ROUTE);
            ExpositionText text = ExpositionText.parse(page(world));
            assertThat(text.of(Metric.TENANT_FORWARDED, name)).isEqualTo(5);
            assertThat(text.of(Metric.TENANT_FORWARDED, other)).isZero();
            assertThat(text.samples(Metric.TENANT_DROPPED))
                    .as("reasons that did not occur are left out")
                    .singleElement()
                    .satisfies(s -> {
                        assertThat(s.labels())
                                .containsEntry("reason", DropReason.NO_ROUTE.label())
                                .containsEntry("tenant", name);
                        assertThat(s.value()).isEqualTo(1);
                    });
            assertThat(text.of(Metric.TENANT_PORTS_QUOTA, name)).isEqualTo(64_000);
        }
    }

    @Test
    void aPartThatFailsLeavesTheOthers() throws IOException {
        try (PipelineWorld world = new PipelineWorld(1, 64)) {
            Figures broken =
                    _ -> {
                        throw new IllegalStateException("a bug");
                    };
            ExpositionText text = ExpositionText.parse(page(world, broken));
            assertThat(text.samples(Metric.INCOMPLETE).getFirst().value()).isEqualTo(1);
            assertThat(text.samples(Metric.TENANT_FORWARDED)).hasSize(1);
        }
    }
}
