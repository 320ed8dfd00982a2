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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// All devices of a run, side by side, and the generator that they share. Nothing of it is left
/// after [#close], nor after the end of the process, however that came.
public final class Testbed implements AutoCloseable {
    /// Of each device that can have as many.
    public static final int TENANTS = 1000;

    private static final int BUILDERS = 3;

    private final LabRun run = LabRun.begin();
    private final LoadGenerator generator;
    private final List<DeviceUnderTest> devices;

    /// @param variants which devices, besides the generator alone
    /// @param millions which of them there are for a million flows too
    public Testbed(Set<String> variants, Set<String> millions)
            throws IOException, InterruptedException {
        try {
            generator = new LoadGenerator(LoadTools.build(), run);
            devices = built(makers(variants, millions));
        } catch (IOException | InterruptedException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /// In the order of tables.
    private List<Callable<DeviceUnderTest>> makers(Set<String> variants, Set<String> millions) {
        List<Callable<DeviceUnderTest>> makers = new ArrayList<>();
        for (Encapsulation encapsulation : Encapsulation.values()) {
            makers.add(() -> new GeneratorAlone(run, encapsulation));
        }
        if (variants.contains(RedirectOnly.VARIANT)) {
            makers.add(() -> new RedirectOnly(run));
        }
        for (Executor executor : Executor.values()) {
            if (variants.contains(executor.variant())) {
                makers.add(() -> new HnvGateway(run, executor, Size.DEFAULT, TENANTS));
            }
            if (variants.contains(executor.variant()) && millions.contains(executor.variant())) {
                makers.add(() -> new HnvGateway(run, executor, Size.MILLION, TENANTS));
            }
        }
        if (variants.contains(LinuxGateway.VARIANT)) {
            makers.add(() -> new LinuxGateway(run, 1));
            makers.add(() -> new LinuxGateway(run, TENANTS));
        }
        if (variants.contains(OvsGateway.VARIANT)) {
            makers.add(() -> new OvsGateway(run));
        }
        return makers;
    }

    /// Some at a time: each waits for programs and for the kernel more than it computes.
    private static List<DeviceUnderTest> built(List<Callable<DeviceUnderTest>> makers)
            throws IOException, InterruptedException {
        List<DeviceUnderTest> devices = new ArrayList<>();
        try (ExecutorService builders = Executors.newFixedThreadPool(BUILDERS)) {
            for (Future<DeviceUnderTest> device : builders.invokeAll(makers)) {
                devices.add(device.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
        return devices;
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
