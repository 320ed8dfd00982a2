package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.steering.PortRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A data path in a process of its own, in a given network namespace: to be killed.
final class GatewayProcess implements AutoCloseable {
    private final Process process;

    /// Opens a data path for `device` and waits until it stands.
    GatewayProcess(String namespace, DataPathMode mode, String device) {
        this(namespace, mode.name(), device);
    }

    private GatewayProcess(String namespace, String what, String device) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(GatewayProcess.class.getName(), what, device));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var output = process.inputReader();
            String line = output.readLine();
            while (line != null && !line.equals("ready")) {
                line = output.readLine();
            }
            if (line == null) {
                throw new AssertionError("the gateway process did not become ready");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes the guard of `device`, as `detach` does.
    static void detach(String namespace, String device) {
        new GatewayProcess(namespace, "detach", device).close();
    }

    /// Ends the process as `kill -9` does and waits until it is gone.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws InterruptedException {
        String device = arguments[1];
        if (arguments[0].equals("detach")) {
            Guard.detach(Guard.guardedDevices());
        } else {
            DataPathOpener.open(
                    new DataPathConfig(
                            DataPathMode.valueOf(arguments[0]),
                            List.of(device),
                            DataPathConfig.Sizes.SMALL),
                    TestPolicies.everything(device, PortRole.BACK_END, PortRole.FRONT_END));
        }
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
