package io.hnvgateway.benchmarks.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.benchmarks.device.HnvGateway.Executor;
import io.hnvgateway.benchmarks.device.HnvGateway.Size;
import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.FlowRange;
import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.benchmarks.traffic.LoadTools;
import io.hnvgateway.benchmarks.traffic.Measurement;
import io.hnvgateway.benchmarks.traffic.Route;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Subject;
import io.hnvgateway.lab.netns.LabRun;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The generator against each real device, for an instant: every packet is checked where it
/// arrives.
@Tag("net")
class DevicesTest {
    private static final double SECONDS = 0.1;

    @ParameterizedTest
    @EnumSource(Executor.class)
    void theGatewayForwardsEveryTenantsPackets(Executor executor) throws Exception {
        try (LabRun run = LabRun.begin()) {
            DeviceUnderTest gateway = new HnvGateway(run, executor, Size.DEFAULT, 2);
            checkBothWays(run, gateway, 2);
        }
    }

    /// What a row claims is compared with the gateway's own counters: first packets are no hits.
    @ParameterizedTest
    @EnumSource(Executor.class)
    void theGatewayTellsHitsOfItsExecutorFromFirstPackets(Executor executor) throws Exception {
        try (LabRun run = LabRun.begin()) {
            DeviceUnderTest gateway = new HnvGateway(run, executor, Size.DEFAULT, 2);
            LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
            Scenario scenario = new Scenario(Direction.UP, 64, 200, 2);
            long before = gateway.hits().orElseThrow();
            generator.introduce(gateway, scenario, new FlowRange(0, 200)).checked("first packets");
            long introduced = gateway.hits().orElseThrow();
            assertThat(introduced - before).isLessThan(20);
            generator.establish(gateway, scenario);
            long established = gateway.hits().orElseThrow();
            Measurement measured = generator.saturate(gateway, scenario, SECONDS).checked("hits");
            assertThat(gateway.hits().orElseThrow() - established).isEqualTo(measured.delivered());
        }
    }

    @Test
    void linuxForwardsATenantsPackets() throws Exception {
        try (LabRun run = LabRun.begin()) {
            checkBothWays(run, new LinuxGateway(run, 1), 1);
        }
    }

    @Test
    void linuxForwardsEveryTenantsPackets() throws Exception {
        try (LabRun run = LabRun.begin()) {
            check(run, new LinuxGateway(run, 3), new Scenario(Direction.UP, 64, 9, 3));
        }
    }

    @Test
    void openVSwitchForwardsATenantsPackets() throws Exception {
        try (LabRun run = LabRun.begin()) {
            checkBothWays(run, new OvsGateway(run), 1);
        }
    }

    @Test
    void redirectPassesPacketsOn() throws Exception {
        try (LabRun run = LabRun.begin()) {
            checkBothWays(run, new RedirectOnly(run), 1);
        }
    }

    @Test
    void notesLatenciesOfPacketsAtAnEvenPace() throws Exception {
        try (LabRun run = LabRun.begin()) {
            LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
            Scenario scenario = new Scenario(Direction.UP, 64, 8, 1);
            Measurement measurement = generator.pace(new RedirectOnly(run), scenario, 0.2, 1000);
            assertThat(measurement.checked("redirect").delivered()).isBetween(1L, 250L);
            assertThat(measurement.latencies().total()).isEqualTo(measurement.delivered());
        }
    }

    @Test
    void countsAsWrongWhatHasAnotherAddress() throws Exception {
        try (LabRun run = LabRun.begin()) {
            LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
            Subject mistaken = new Mistaken(new RedirectOnly(run));
            Scenario scenario = new Scenario(Direction.UP, 64, 8, 1);
            Measurement measurement = generator.saturate(mistaken, scenario, SECONDS);
            assertThat(measurement.wrong()).isPositive();
            assertThat(measurement.delivered()).isZero();
        }
    }

    /// Expects translated packets of a device that translates nothing.
    private record Mistaken(DeviceUnderTest device) implements Subject {
        @Override
        public String variant() {
            return device.variant();
        }

        @Override
        public boolean translates() {
            return false;
        }

        @Override
        public Route route(Scenario scenario) {
            Route route = device.route(scenario);
            return new Route(
                    route.generator(),
                    route.attachments(),
                    route.redirect(),
                    route.sent(),
                    Route.Arrival.tunneled(route.sent()));
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

    private static void checkBothWays(LabRun run, DeviceUnderTest device, int compartments)
            throws Exception {
        for (Direction direction : Direction.values()) {
            check(run, device, new Scenario(direction, 64, 8, compartments));
        }
    }

    private static void check(LabRun run, DeviceUnderTest device, Scenario scenario)
            throws Exception {
        assertThat(device.takes(scenario)).isTrue();
        LoadGenerator generator = new LoadGenerator(LoadTools.build(), run);
        generator.establish(device, scenario);
        assertThat(generator.saturate(device, scenario, SECONDS).checked(device.variant()))
                .satisfies(measurement -> assertThat(measurement.delivered()).isPositive());
    }
}
