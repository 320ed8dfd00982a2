package io.hnvgateway.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.ChangeWitness;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.Proposal;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.ResourceReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Lines of changes name the version that came of them, whoever made them.
class ChangeAuditTest {
    private static final ChangeAudit.Wish WISH =
            new ChangeAudit.Wish("alice", "administrator", "192.0.2.1", "id-1", "PUT", "/x");
    private static final ChangeOrigin TO_CONFIRM = new ChangeOrigin("alice", "id-1", 300);

    @TempDir private Path directory;
    private AuditLog log;
    private ChangeAudit audit;
    private DesiredStateApplier applier;

    @BeforeEach
    void open() throws IOException {
        log = AuditLog.open(directory);
        audit = new ChangeAudit(log);
        applier =
                new DesiredStateApplier(
                                Examples.connection(Examples.CONNECTION),
                                () -> Examples.HOST,
                                new Examples.MemoryStore(),
                                new Examples.RecordingTarget())
                        .tellingTakenBack(audit::takenBack);
        applier.start();
    }

    @AfterEach
    void close() {
        applier.close();
        log.close();
    }

    private void told(Supplier<Outcome> work) throws IOException {
        Outcome outcome = audit.tell(WISH, work::get, done -> done.isRefused() ? 400 : 200);
        assertThat(outcome.faults()).isEmpty();
    }

    private Outcome delete(ChangeOrigin origin) {
        List<ResourceReference> balancer =
                List.of(ResourceReference.of("loadBalancers", "contoso-nat"));
        DesiredStateDocument nothing =
                DesiredStateReader.read(JsonNodeFactory.instance.objectNode());
        return applier.edit(
                _ -> new Proposal.Change(nothing, balancer), origin, PhaseTimes.start());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("audit/audit-0000000001.jsonl"));
    }

    @Test
    void eachKindOfChangeNamesItsVersion() throws IOException {
        ObjectNode document = Examples.twoTenants();
        told(() -> applier.apply(document, false));
        told(() -> delete(TO_CONFIRM));
        told(() -> applier.confirm(2, "alice"));
        told(() -> applier.rollback(1, ChangeOrigin.LOCAL, PhaseTimes.start()));
        told(() -> applier.apply(document, false));
        assertThat(lines()).hasSize(5);
        assertThat(lines().subList(0, 4))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"version\":1,", "virtualNetworks"),
                        line -> assertThat(line).contains("\"version\":2,", "contoso-nat"),
                        line -> assertThat(line).contains("\"version\":2,\"changes\":[]"),
                        line -> assertThat(line).contains("\"version\":3,", "contoso-nat"));
        assertThat(lines().get(4)).doesNotContain("\"version\"").contains("\"changes\":[]");
    }

    @Test
    void whatIsInEffectIsWrittenDownEvenIfTheRequestFailsBehindIt() throws IOException {
        assertThatThrownBy(() ->
                        audit.tell(
                                WISH,
                                () -> {
                                    applier.apply(Examples.twoTenants(), false);
                                    throw new IllegalStateException("of a test");
                                },
                                _ -> 200))
                .isInstanceOf(IllegalStateException.class);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"outcome\":\"accepted\",\"status\":500,\"version\":1,");
    }

    /// The API hears of changes too, for its answers.
    @Test
    void whoeverElseHearsOfAChangeTheLineNamesIt() throws IOException {
        List<Outcome> heard = new ArrayList<>();
        ObjectNode document = Examples.twoTenants();
        told(() -> ChangeWitness.hearing(heard::add, () -> applier.apply(document, false)));
        assertThat(lines()).singleElement().asString().contains("\"version\":1,");
        assertThat(heard).singleElement().extracting(Outcome::version).isEqualTo(1L);
    }

    /// Nobody asks for it, so nobody else writes it down.
    @Test
    @Timeout(60)
    void whatIsTakenBackByItselfIsWrittenDown() throws Exception {
        told(() -> applier.apply(Examples.twoTenants(), false));
        told(() -> delete(new ChangeOrigin("alice", "id-1", 1)));
        while (!applier.pending().isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(lines()).hasSize(3);
        assertThat(lines().getLast())
                .contains(
                        "\"who\":\"commit-confirm\"",
                        "\"resource\":\"version 2\"",
                        "\"version\":3,",
                        "contoso-nat");
    }
}
