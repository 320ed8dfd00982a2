package io.hnvgateway.app.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples.RecordingTarget;
import io.hnvgateway.app.events.GatewayEvent;
import io.hnvgateway.app.store.FileStateStore;
import io.hnvgateway.app.store.Version;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultCode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.StateDiff;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.DesiredStateWriter;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// History, rollback, and changes that must be confirmed, over the files of the store.
class VersionsTest {
    private static final ChangeOrigin OPERATOR = new ChangeOrigin("operator", "request-7", 0);
    private static final ChangeOrigin TO_CONFIRM = new ChangeOrigin("operator", "request-8", 300);

    @TempDir private Path directory;

    private final RecordingTarget target = new RecordingTarget();
    private final List<GatewayEvent> events = new ArrayList<>();
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private DesiredStateApplier applier;

    @BeforeEach
    void twoTenants() throws IOException {
        start();
        assertThat(
                        applier.apply(
                                        DesiredStateReader.read(Examples.twoTenants()),
                                        false,
                                        OPERATOR,
                                        PhaseTimes.start())
                                .version())
                .isEqualTo(1);
    }

    @AfterEach
    void end() {
        applier.close();
    }

    private void start() throws IOException {
        applier =
                new DesiredStateApplier(
                                Examples.connection(Examples.CONNECTION),
                                () -> Examples.HOST,
                                new FileStateStore(directory),
                                target,
                                () -> now)
                        .telling(events::add);
        applier.start();
    }

    private void restart() throws IOException {
        applier.close();
        start();
    }

    @Test
    void eachAcceptedChangeHasAVersionWithItsOriginOverARestart() throws IOException {
        assertThat(put(tenant(7), OPERATOR).version()).isEqualTo(2);
        assertThat(put(tenant(7), OPERATOR).version()).isZero();
        restart();
        assertThat(put(tenant(8), new ChangeOrigin("another", "", 0)).version()).isEqualTo(3);
        assertThat(applier.history(Long.MAX_VALUE, 100))
                .extracting(Version::number, Version::who, Version::requestId)
                .containsExactly(
                        tuple(3L, "another", ""),
                        tuple(2L, "operator", "request-7"),
                        tuple(1L, "operator", "request-7"));
        assertThat(applier.history(3, 1)).extracting(Version::number).containsExactly(2L);
        assertThat(applier.history(3, 1).getFirst().changes())
                .contains("+ virtualNetworks[t7]", "+ loadBalancers[t7]");
        assertThat(applier.history(3, 1).getFirst().time()).isEqualTo(now);
    }

    @Test
    void aRollbackComesToTheStateOfThatVersionAndTouchesNobodyElse() throws IOException {
        put(tenant(7), OPERATOR);
        DesiredState second = applier.applied().state();
        put(tenant(8), OPERATOR);
        delete("T7", OPERATOR);
        put(moved("192.0.2.12"), OPERATOR);
        restart();

        Outcome outcome = applier.rollback(2, OPERATOR, PhaseTimes.start());
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.version()).isEqualTo(6);
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(second));
        assertThat(target.last.changed()).hasSize(2);
        assertThat(target.last.removed()).hasSize(1);
        assertThat(target.published())
                .containsExactlyInAnyOrderElementsOf(applier.applied().networks());
        assertThat(applier.rollback(5, OPERATOR, PhaseTimes.start()).faults()).isEmpty();
        assertThat(applier.applied().networks()).hasSize(3);
        assertThat(applier.rollback(2, OPERATOR, PhaseTimes.start()).version()).isEqualTo(8);
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(second));
    }

    @Test
    void aWholeDocumentIsRolledBackToo() throws IOException {
        DesiredState before = applier.applied().state();
        applier.apply(JsonNodeFactory.instance.objectNode(), false);
        assertThat(applier.applied().networks()).isEmpty();
        assertThat(applier.rollback(1, OPERATOR, PhaseTimes.start()).faults()).isEmpty();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(before));
        restart();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(before));
        assertThat(applier.rollback(0, OPERATOR, PhaseTimes.start()).faults()).isEmpty();
        assertThat(applier.applied().state()).isEqualTo(DesiredState.EMPTY);
    }

    @Test
    void aVersionThatIsNotThereIsAFault() {
        for (long version : List.of(-1L, 2L, Long.MAX_VALUE)) {
            assertThat(applier.rollback(version, OPERATOR, PhaseTimes.start()).faults())
                    .singleElement()
                    .extracting(Fault::code)
                    .isEqualTo(FaultCode.VERSION_NOT_FOUND);
            assertThatThrownBy(() -> applier.diff(1, version))
                    .isInstanceOf(FaultsException.class)
                    .hasMessageContaining("must be 0..1");
        }
    }

    @Test
    void anyTwoVersionsAreCompared() throws FaultsException {
        put(tenant(7), OPERATOR);
        put(moved("192.0.2.12"), OPERATOR);
        assertThat(applier.diff(2, 3))
                .singleElement()
                .asString()
                .contains("lookupRecords")
                .endsWith("-> \"192.0.2.12\"");
        assertThat(applier.diff(3, 2)).singleElement().asString().contains("\"192.0.2.12\" ->");
        assertThat(applier.diff(1, 3)).hasSizeGreaterThan(3);
        assertThat(applier.diff(1, 1)).isEmpty();
    }

    @Test
    void whatIsNotConfirmedInTimeIsTakenBackAndNothingElse() throws IOException {
        DesiredState before = applier.applied().state();
        assertThat(put(moved("192.0.2.12"), TO_CONFIRM).version()).isEqualTo(2);
        put(tenant(7), OPERATOR);
        now = now.plusSeconds(299);
        applier.takeBackDue();
        assertThat(applier.pending()).hasSize(1);
        now = now.plusSeconds(1);
        applier.takeBackDue();

        assertThat(applier.pending()).isEmpty();
        assertThat(target.last.changed()).hasSize(1);
        assertThat(applier.applied().networks()).hasSize(3);
        assertThat(StateDiff.between(before, applier.applied().state()))
                .isNotEmpty()
                .allMatch(change -> change.path().contains("[t7]"));
        assertThat(applier.history(Long.MAX_VALUE, 1).getFirst())
                .extracting(Version::number, Version::who)
                .containsExactly(4L, "commit-confirm");
        assertThat(events)
                .contains(new GatewayEvent.VersionChanged(2, "taken-back", "commit-confirm", ""));
        restart();
        assertThat(applier.pending()).isEmpty();
        assertThat(applier.applied().networks()).hasSize(3);
    }

    @Test
    void aStartBehindTheDeadlineTakesItBackBeforeItServes() throws IOException {
        DesiredState before = applier.applied().state();
        put(moved("192.0.2.12"), TO_CONFIRM);
        restart();
        assertThat(applier.pending()).hasSize(1);
        now = now.plusSeconds(301);
        restart();
        assertThat(applier.pending()).isEmpty();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(before));
        restart();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(before));
    }

    @Test
    void aWholeDocumentThatMustBeConfirmedIsTakenBackOverARestart() throws IOException {
        DesiredState before = applier.applied().state();
        DesiredStateDocument empty = DesiredStateDocument.of(DesiredState.EMPTY);
        assertThat(applier.apply(empty, false, TO_CONFIRM, PhaseTimes.start()).version())
                .isEqualTo(2);
        now = now.plusSeconds(301);
        restart();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(before));
    }

    @Test
    void whatIsConfirmedStays() throws IOException {
        put(moved("192.0.2.12"), TO_CONFIRM);
        assertThat(applier.confirm(2, "operator").faults()).isEmpty();
        assertThat(applier.confirm(2, "operator").faults())
                .singleElement()
                .extracting(Fault::code)
                .isEqualTo(FaultCode.VERSION_NOT_FOUND);
        DesiredState after = applier.applied().state();
        now = now.plusSeconds(3000);
        applier.takeBackDue();
        restart();
        assertThat(sorted(applier.applied().state())).isEqualTo(sorted(after));
        assertThat(put(moved("192.0.2.13"), OPERATOR).faults()).isEmpty();
    }

    @Test
    void whatAnUnconfirmedChangeTouchedNobodyElseChanges() throws IOException {
        put(moved("192.0.2.12"), TO_CONFIRM);
        restart();
        assertThat(put(moved("192.0.2.13"), OPERATOR).faults())
                .singleElement()
                .extracting(Fault::code)
                .isEqualTo(FaultCode.UNCONFIRMED);
        assertThat(applier.apply(Examples.twoTenants(), false).faults())
                .extracting(Fault::code)
                .containsOnly(FaultCode.UNCONFIRMED);
        assertThat(put(tenant(7), OPERATOR).faults()).isEmpty();
        assertThat(applier.pending().getFirst().held()).hasSize(1);
        assertThat(applier.rollback(1, OPERATOR, PhaseTimes.start()).faults()).isEmpty();
        assertThat(applier.pending()).isEmpty();
    }

    @Test
    void whatOthersDependOnIsNotTakenBackUntilTheyDoNotAnyMore() {
        accepted(put(address(), TO_CONFIRM));
        accepted(put(dependent(), OPERATOR));
        now = now.plusSeconds(301);
        applier.takeBackDue();
        applier.takeBackDue();
        assertNotTakenBack("/publicIPAddresses/extra: does not exist");
        accepted(
                applier.edit(
                        DesiredStateDocument.of(DesiredState.EMPTY),
                        List.of(ResourceReference.of("loadBalancers", "depends")),
                        PhaseTimes.start()));
        applier.takeBackDue();
        assertThat(applier.pending()).isEmpty();
        assertThat(applier.applied().state().publicIPAddresses()).hasSize(2);
    }

    @Test
    void whatCannotTakeEffectIsToldOnceAndTriedAgain() {
        accepted(put(tenant(7), TO_CONFIRM));
        target.broken = true;
        now = now.plusSeconds(301);
        applier.takeBackDue();
        applier.takeBackDue();
        assertNotTakenBack("");
        assertThat(applier.applied().networks()).hasSize(3);
        target.broken = false;
        applier.takeBackDue();
        assertThat(applier.pending()).isEmpty();
        assertThat(applier.applied().networks()).hasSize(2);
    }

    private void assertNotTakenBack(String problem) {
        assertThat(applier.pending())
                .singleElement()
                .extracting(Pending::problem)
                .asString()
                .isNotEmpty()
                .contains(problem);
        assertThat(events.stream().filter(e -> e.toString().contains("not-taken-back"))).hasSize(1);
    }

    private static void accepted(Outcome outcome) {
        assertThat(outcome.faults()).isEmpty();
    }

    private static ObjectNode address() {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        put.putArray("publicIPAddresses")
                .addObject()
                .put("resourceId", "extra")
                .putObject("properties")
                .put("publicIPAllocationMethod", "Dynamic");
        return put;
    }

    /// A load balancer with that address.
    private static ObjectNode dependent() {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        put.putArray("loadBalancers")
                .addObject()
                .put("resourceId", "depends")
                .putObject("properties")
                .putArray("frontendIPConfigurations")
                .addObject()
                .put("resourceId", "fe")
                .putObject("properties")
                .putObject("publicIPAddress")
                .put("resourceRef", "/publicIPAddresses/extra");
        return put;
    }

    /// By itself, on the clock of the wall.
    @Test
    void theDeadlineIsWatched() throws Exception {
        applier.close();
        now = Instant.now();
        applier =
                new DesiredStateApplier(
                        Examples.connection(Examples.CONNECTION),
                        () -> Examples.HOST,
                        new FileStateStore(directory),
                        target);
        applier.start();
        put(tenant(7), new ChangeOrigin("operator", "", 1));
        while (!applier.pending().isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(applier.applied().networks()).hasSize(2);
    }

    @Test
    void aClosedOneChangesNothingAnyMore() {
        put(moved("192.0.2.12"), TO_CONFIRM);
        applier.close();
        now = now.plusSeconds(301);
        applier.takeBackDue();
        assertThat(applier.pending()).hasSize(1);
        assertThat(put(tenant(7), OPERATOR).faults())
                .singleElement()
                .extracting(Fault::code)
                .isEqualTo(FaultCode.NOT_STORED);
    }

    private Outcome put(ObjectNode document, ChangeOrigin origin) {
        DesiredStateDocument read = DesiredStateReader.read(document);
        return applier.edit(_ -> new Proposal.Change(read, List.of()), origin, PhaseTimes.start());
    }

    private void delete(String tenant, ChangeOrigin origin) {
        List<ResourceReference> references =
                Stream.of(
                                "loadBalancers",
                                "virtualGateways",
                                "virtualNetworks",
                                "publicIPAddresses")
                        .map(collection -> ResourceReference.of(collection, tenant))
                        .toList();
        Outcome outcome =
                applier.edit(
                        _ ->
                                new Proposal.Change(
                                        DesiredStateDocument.of(DesiredState.EMPTY), references),
                        origin,
                        PhaseTimes.start());
        assertThat(outcome.faults()).isEmpty();
    }

    private static ObjectNode tenant(int number) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ManyTenants.add(document, number);
        return document;
    }

    private static ObjectNode moved(String host) {
        ObjectNode put = JsonNodeFactory.instance.objectNode();
        ObjectNode network = (ObjectNode) Examples.twoTenants().at("/virtualNetworks/0");
        ((ObjectNode) network.at("/properties/lookupRecords/0/properties"))
                .put("providerAddress", host);
        put.putArray("virtualNetworks").add(network);
        return put;
    }

    /// Order is no part of a state.
    private static String sorted(DesiredState state) {
        return DesiredStateWriter.write(state).toString();
    }
}
