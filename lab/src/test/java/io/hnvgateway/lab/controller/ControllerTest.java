package io.hnvgateway.lab.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.provider.resource.Annotation;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.DriftReport;
import io.hnvgateway.provider.spi.ResourceChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerTest {
    private final Map<String, MemoryGateway> gateways =
            Map.of("gw1", new MemoryGateway(), "gw2", new MemoryGateway());
    private final List<String> pointed = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private InventoryFile file;

    @TempDir private Path directory;

    @BeforeEach
    void begin() {
        file = new InventoryFile(directory.resolve("inventory.json"));
        file.save(Inventories.two(Inventories.gateway("gw1"), Inventories.gateway("gw2")));
        controller(said::add).sync();
        said.clear();
    }

    private Controller controller(Consumer<String> progress) {
        return new Controller(
                file,
                gateway -> gateway(gateway.name()),
                (tenant, gateway) -> pointed.add(tenant + " " + gateway),
                progress);
    }

    private MemoryGateway gateway(String name) {
        return Objects.requireNonNull(gateways.get(name));
    }

    private List<String> networks(String gateway) {
        return gateway(gateway).actual().virtualNetworks().stream()
                .map(VirtualNetwork::resourceId)
                .toList();
    }

    private String hostOf(String gateway, String record) {
        return gateway(gateway).actual().virtualNetworks().getFirst().lookupRecords().stream()
                .filter(lookup -> lookup.resourceId().equals(record))
                .map(LookupRecord::providerAddress)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    @Test
    void aTenantMovesInOneCall() {
        controller(said::add).move("contoso", "gw2");
        assertThat(networks("gw1")).containsExactly("woodgrove");
        assertThat(networks("gw2")).containsExactly("contoso");
        assertThat(pointed).containsExactly("contoso gw2");
        assertThat(said).hasSize(4).last().isEqualTo("moved contoso from gw1 to gw2");
        assertThat(controller(said::add).drift().values()).allMatch(DriftReport::isEmpty);
    }

    /// At each of its steps once.
    @Test
    void aMoveThatCrashedGoesOn() {
        for (int crash = 1; crash <= 4; crash++) {
            String to = crash % 2 == 1 ? "gw2" : "gw1";
            int last = crash;
            List<String> lines = new ArrayList<>();
            assertThatThrownBy(() ->
                            controller(
                                            line -> {
                                                lines.add(line);
                                                if (lines.size() == last) {
                                                    throw new IllegalStateException("crash");
                                                }
                                            })
                                    .move("contoso", to))
                    .hasMessage("crash");
            controller(said::add).sync();
            assertThat(networks(to)).contains("contoso");
            assertThat(networks(to.equals("gw1") ? "gw2" : "gw1")).doesNotContain("contoso");
            assertThat(file.load().tenant("contoso").orElseThrow().move()).isNull();
        }
    }

    @Test
    void aMigratedMachineHasItsNewHostAtTheGateway() {
        controller(said::add).migrate("contoso/web1", "host2");
        assertThat(hostOf("gw1", "web1")).isEqualTo("192.0.2.12");
        assertThat(controller(said::add).drift().values()).allMatch(DriftReport::isEmpty);
    }

    @Test
    void tagsOfARecordOutliveAMigration() {
        LookupRecord lookup =
                gateway("gw1").actual().virtualNetworks().getFirst().lookupRecords().getFirst();
        Annotation noted = new Annotation(Map.of("owner", "web team"), "");
        gateway("gw1").apply(List.of(ResourceChange.put("contoso", lookup, noted)));
        controller(said::add).migrate("contoso/web1", "host2");
        assertThat(hostOf("gw1", "web1")).isEqualTo("192.0.2.12");
        assertThat(
                        gateway("gw1")
                                .actual()
                                .virtualNetworks()
                                .getFirst()
                                .annotations()
                                .at("lookuprecords/web1"))
                .isEqualTo(noted);
    }

    @Test
    void whatIsNotThereCannotBeMoved() {
        Controller controller = controller(said::add);
        assertThatThrownBy(() -> controller.move("nobody", "gw2"))
                .isInstanceOf(ControllerException.class);
        assertThatThrownBy(() -> controller.move("contoso", "gw3"))
                .isInstanceOf(ControllerException.class);
        assertThatThrownBy(() -> controller.migrate("contoso/web9", "host2"))
                .isInstanceOf(ControllerException.class);
        assertThatThrownBy(() -> controller.migrate("contoso/web1", "host9"))
                .isInstanceOf(ControllerException.class);
        controller.move("contoso", "gw1");
        assertThat(said).containsExactly("contoso is at gw1 already");
    }

    @Test
    void driftIsFoundAndRepaired() {
        gateway("gw1")
                .apply(
                        List.of(
                                ResourceChange.delete(
                                        ResourceReference.parse(
                                                "/virtualNetworks/contoso/lookupRecords/web2"))));
        assertThat(controller(said::add).drift().get("gw1"))
                .hasToString("missing    virtualNetworks[contoso].lookupRecords[web2]\n");
        controller(said::add).repair();
        assertThat(controller(said::add).drift().values()).allMatch(DriftReport::isEmpty);
    }

    @Test
    void hostsAreToldOfTheGatewayThatServesTheTenant() {
        controller(said::add).move("contoso", "gw2");
        assertThat(controller(said::add).hostPolicy("contoso").records())
                .filteredOn(lookup -> lookup.type() == RecordType.GATEWAY_WILDCARD)
                .extracting(lookup -> lookup.place().providerAddress().toString())
                .containsExactly("192.0.2.2");
    }

    @Test
    void theInventoryIsForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                .isEqualTo("rw-------");
    }
}
