package io.hnvgateway.lab.golden;

import io.hnvgateway.lab.capture.CaptureWriter;
import io.hnvgateway.lab.capture.CapturedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Plays one golden case: frames, changes and the clock in their order.
public final class CaseRun {
    private final GoldenCase golden;
    private final GatewayUnderTest gateway;

    public CaseRun(GoldenCase golden, GatewayUnderTest gateway) {
        this.golden = golden;
        this.gateway = gateway;
    }

    public void play() {
        List<CaseConfig.Change> changes = new ArrayList<>(golden.config().changes());
        for (CapturedFrame frame : golden.in()) {
            while (!changes.isEmpty() && changes.getFirst().atNs() <= frame.atNs()) {
                change(changes.removeFirst());
            }
            gateway.runTo(frame.atNs());
            gateway.receive(frame.port(), frame.bytes());
        }
        changes.forEach(this::change);
        gateway.runTo(golden.endNs());
    }

    private void change(CaseConfig.Change change) {
        gateway.runTo(change.atNs());
        if (change.neighbors() != null) {
            gateway.neighbors(change.neighbors());
        }
        if (change.desiredState() != null) {
            gateway.apply(change.desiredState());
        }
    }

    /// What differs in the frames that left; then they are kept in `target/golden` for a look with
    /// tshark.
    public List<String> differences(List<CapturedFrame> sent, String runner) throws IOException {
        List<String> ports = golden.config().portNames();
        List<String> differences = FrameComparison.differences(ports, golden.out(), sent);
        if (!differences.isEmpty()) {
            Path folder = Files.createDirectories(Path.of("target", "golden", runner));
            CaptureWriter.write(folder.resolve(golden.name() + ".pcapng"), ports, sent);
        }
        return differences;
    }
}
