package io.hnvgateway.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.netns.LabRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The generator against the real gateway, for an instant.
@Tag("net")
class HnvGatewayTest {
    private static final double SECONDS = 0.2;

    @ParameterizedTest
    @EnumSource(HnvGateway.DataPath.class)
    void forwardsEveryTenantsPacketsUnderTheirPublicAddress(HnvGateway.DataPath dataPath)
            throws Exception {
        try (LabRun run = LabRun.begin()) {
            DeviceUnderTest gateway = new HnvGateway(run, dataPath, 2);
            LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
            Measurement measurement = generator.run(gateway, new Scenario(64, 8, 2), SECONDS);
            assertThat(measurement.delivered()).isPositive();
            assertThat(measurement.wrong()).isZero();
        }
    }
}
