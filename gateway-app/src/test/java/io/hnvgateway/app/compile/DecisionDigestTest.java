package io.hnvgateway.app.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.store.FileStateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionDigestTest {
    @TempDir private Path directory;

    private DesiredStateApplier applier() throws IOException {
        return new DesiredStateApplier(
                Examples.connection(Examples.CONNECTION),
                () -> Examples.HOST,
                new FileStateStore(directory),
                new Examples.RecordingTarget());
    }

    @Test
    void isTheSameWhenTheStateIsLoadedAgain() throws IOException {
        JsonNode document = Examples.twoTenants();
        DesiredStateApplier first = applier();
        first.start();
        assertThat(first.apply(document, false).changed()).isTrue();
        DesiredStateApplier next = applier();
        next.start();
        assertThat(digests(next)).hasSize(2).isEqualTo(digests(first));
    }

    private static Map<String, Long> digests(DesiredStateApplier applier) {
        return applier.applied().networks().stream()
                .collect(Collectors.toMap(TenantNetwork::name, CompiledNetwork::digest));
    }

    @Test
    void saysTheSameAsTheComparison() {
        try (CompileWorld _ = new CompileWorld()) {
            var web = CompileWorld.vm("web", "10.0.0.4", "192.0.2.11");
            var moved = CompileWorld.vm("web", "10.0.0.4", "192.0.2.12");
            TenantNetwork network = CompileWorld.network(List.of(web), List.of());
            assertThat(CompiledNetwork.digest(network.withLookupRecords(List.of(moved))))
                    .as("a VM that moves changes no decision")
                    .isEqualTo(CompiledNetwork.digest(network));
            assertThat(CompiledNetwork.digest(CompileWorld.network(List.of(web), List.of(), 1400)))
                    .isNotEqualTo(CompiledNetwork.digest(network));
            TenantNetwork routed =
                    CompileWorld.network(
                            List.of(web), List.of(CompileWorld.via("10.9.0.0/16", "10.0.0.4", 1)));
            assertThat(CompiledNetwork.digest(routed))
                    .isNotEqualTo(CompiledNetwork.digest(network))
                    .isNotEqualTo(CompiledNetwork.digest(routed.withLookupRecords(List.of())));
        }
    }

    record Pair(String left, int right) {}

    @Test
    void collectionsWithoutOrderHaveNone() {
        assertThat(CanonicalDigest.of(Set.of(1, 2, 3)))
                .isEqualTo(CanonicalDigest.of(new TreeSet<>(List.of(3, 2, 1))))
                .isNotEqualTo(CanonicalDigest.of(List.of(1, 2, 3)));
        assertThat(CanonicalDigest.of(List.of("ab", "c")))
                .isNotEqualTo(CanonicalDigest.of(List.of("a", "bc")));
        assertThat(CanonicalDigest.of(Map.of("a", 1, "b", 2)))
                .isEqualTo(CanonicalDigest.of(new TreeMap<>(Map.of("b", 2, "a", 1))));
        assertThat(CanonicalDigest.ofUnordered(List.of(1, 2, 3)))
                .isEqualTo(CanonicalDigest.ofUnordered(List.of(3, 2, 1)))
                .isNotEqualTo(CanonicalDigest.ofUnordered(List.of(1, 2)));
        assertThat(CanonicalDigest.ofUnordered(Map.of("a", List.of(1), "b", List.of(2))))
                .isNotEqualTo(
                        CanonicalDigest.ofUnordered(Map.of("a", List.of(2), "b", List.of(1))));
    }

    @Test
    void isTheSameInEveryProcess() {
        assertThat(CanonicalDigest.of(new Pair("a", 1))).isEqualTo(-2125913493222234199L);
    }

    @Test
    void whatHasNoFormIsNoDigest() {
        assertThatThrownBy(() -> CanonicalDigest.of(List.of(new Object())))
                .hasMessageContaining("no canonical form");
    }
}
