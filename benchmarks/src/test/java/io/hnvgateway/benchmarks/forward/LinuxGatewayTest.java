package io.hnvgateway.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The generator against the real kernel, for an instant.
@Tag("net")
class LinuxGatewayTest {
    private static final double SECONDS = 0.1;

    @Test
    void forwardsEveryTenantsPacketsUnderTheirPublicAddress() throws Exception {
        try (LabRun run = LabRun.begin()) {
            Measurement measurement =
                    measure(run, new LinuxGateway(run, 2), new Scenario(64, 8, 2));
            assertThat(measurement.delivered()).isPositive();
            assertThat(measurement.wrong()).isZero();
        }
    }

    @Test
    void countsNothingAsDeliveredThroughTheWrongTunnel() throws Exception {
        try (LabRun run = LabRun.begin()) {
            DeviceUnderTest linux = new LinuxGateway(run, 1);
            DeviceUnderTest mistaken = new Mistaken(linux);
            Measurement measurement = measure(run, mistaken, new Scenario(64, 1, 1));
            assertThat(measurement.delivered()).isZero();
        }
    }

    private static Measurement measure(LabRun run, DeviceUnderTest device, Scenario scenario)
            throws IOException, InterruptedException {
        return new LoadGenerator(LoadTools.build(), run).run(device, scenario, SECONDS);
    }

    /// Sends into another tunnel than the device has: nothing may count as delivered.
    private record Mistaken(DeviceUnderTest device) implements DeviceUnderTest {
        @Override
        public String variant() {
            return device.variant();
        }

        @Override
        public Encapsulation encapsulation() {
            return Encapsulation.NVGRE;
        }

        @Override
        public String generator() {
            return device.generator();
        }

        @Override
        public List<String> attachments() {
            return device.attachments();
        }

        @Override
        public List<Long> processes() {
            return device.processes();
        }

        @Override
        public int window() {
            return device.window();
        }
    }
}
