package io.hnvgateway.lab.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredStateTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "OUTBOUND_NAT, outboundNatRules",
        "PORT_FORWARD, inboundNatRules",
        "DIRECT_ROUTING, directRouting",
        "SUBNET_ROUTING, data1"
    })
    void lacksWhatIsSwitchedOff(Feature feature, String word) throws IOException {
        assertThat(text(DesiredState.complete(Set.of()))).contains(word);
        assertThat(text(DesiredState.complete(Set.of(feature)))).doesNotContain(word);
    }

    @Test
    void movesOneRecordOnly() throws IOException {
        DesiredState state = DesiredState.complete(Set.of());
        int before = text(state).split("192.0.2.12", -1).length;
        state.move("contoso", "web1", "192.0.2.12");
        assertThat(text(state).split("192.0.2.12", -1)).hasSize(before + 1);
        assertThat(text(state)).contains("192.0.2.11"); // Woodgrove's
    }

    @Test
    void removesATenantWhole() throws IOException {
        DesiredState state = DesiredState.complete(Set.of());
        state.removeTenant("contoso");
        assertThat(text(state)).doesNotContain("contoso").contains("woodgrove-nat");
    }

    private String text(DesiredState state) throws IOException {
        Path file = folder.resolve("state.json");
        state.write(file);
        return Files.readString(file);
    }
}
