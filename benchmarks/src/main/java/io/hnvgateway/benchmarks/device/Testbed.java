package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.device.HnvGateway.Executor;
import io.hnvgateway.benchmarks.device.HnvGateway.Size;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.LoadGenerator;
import io.hnvgateway.benchmarks.traffic.LoadTools;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.lab.netns.LabRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All devices of a run, side by side, and the generator that they share. Nothing of it is left
/// after [#close], nor after the end of the process, however that came.
public final class Testbed implements AutoCloseable {
    /// Of each device that can have as many.
    public static final int TENANTS = 1000;

    private final LabRun run = LabRun.begin();
    private final LoadGenerator generator;
    private final List<DeviceUnderTest> devices = new ArrayList<>();

    /// @param variants which devices, besides the generator alone
    /// @param millions which of them there are for a million flows too
    public Testbed(Set<String> variants, Set<String> millions)
            throws IOException, InterruptedException {
        try {
            generator = new LoadGenerator(LoadTools.build(), run);
            for (Encapsulation encapsulation : Encapsulation.values()) {
                devices.add(new GeneratorAlone(run, encapsulation));
            }
            if (variants.contains(RedirectOnly.VARIANT)) {
                devices.add(new RedirectOnly(run));
            }
            for (Executor executor : Executor.values()) {
                if (variants.contains(executor.variant())) {
                    devices.add(new HnvGateway(run, executor, Size.DEFAULT, TENANTS));
                }
                if (variants.contains(executor.variant())
                        && millions.contains(executor.variant())) {
                    devices.add(new HnvGateway(run, executor, Size.MILLION, TENANTS));
                }
            }
            if (variants.contains(LinuxGateway.VARIANT)) {
                devices.add(new LinuxGateway(run, 1));
                devices.add(new LinuxGateway(run, TENANTS));
            }
            if (variants.contains(OvsGateway.VARIANT)) {
                devices.add(new OvsGateway(run));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    public LoadGenerator generator() {
        return generator;
    }

    public List<DeviceUnderTest> devices() {
        return List.copyOf(devices);
    }

    /// The device of a variant that can do this.
    public Optional<DeviceUnderTest> device(String variant, Scenario scenario) {
        return devices.stream()
                .filter(device -> device.variant().equals(variant) && device.takes(scenario))
                .findFirst();
    }

    @Override
    public void close() {
        run.close();
    }
}
