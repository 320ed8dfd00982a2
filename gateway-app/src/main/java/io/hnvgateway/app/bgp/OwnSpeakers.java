package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.speaker.BridgeProgram;
import io.hnvgateway.bgp.speaker.SpeakerNamespace;
import io.hnvgateway.bgp.speaker.SpeakerProcesses;
import io.hnvgateway.dataplane.guard.ClosedDevice;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway makes the namespace and starts the processes, as root alone can.
final class OwnSpeakers implements SpeakerHousing {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSpeakers.class);
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final String name;
    private final SpeakerProcesses processes;
    private boolean opened;

    /// @param name of the speakers' network namespace
    OwnSpeakers(Path directory, String name) {
        this.name = name;
        processes =
                new SpeakerProcesses(
                        directory,
                        RunningSpeakers.EXABGP,
                        NAMESPACES.resolve(name),
                        BridgeProgram.ofThisProcess());
    }

    /// Ends what a gateway before left, for there is no peer any more.
    static void endLeft(Path directory, String name) {
        try {
            if (SpeakerProcesses.endLeft(
                    directory,
                    RunningSpeakers.EXABGP,
                    NAMESPACES.resolve(name),
                    BridgeProgram.ofThisProcess())) {
                SpeakerNamespace.removeLeft(name);
                LOG.info("event=bgp-speakers-ended reason=\"no peer is left\"");
            }
        } catch (IOException fault) {
            LOG.warn("event=bgp-speakers-left name={} reason=\"{}\"", name, fault.toString());
        }
    }

    @Override
    public Path socket(int shard) {
        return processes.socket(shard);
    }

    /// A host that forwards would carry the speakers' packets to whom their aliases belong there.
    @Override
    public void open() throws IOException {
        if (!opened) {
            SpeakerNamespace made = SpeakerNamespace.make(name);
            ClosedDevice.close(SpeakerNamespace.OUTSIDE);
            made.open();
            opened = true;
        }
    }

    @Override
    public void begin(int shard) {
        processes.need(shard);
    }

    @Override
    public void release(int shard) {
        processes.release(shard);
    }

    @Override
    public void close(boolean followed) {
        if (followed) {
            processes.close();
            return;
        }
        processes.endAll();
        processes.close();
        try {
            SpeakerNamespace.removeLeft(name); // also one that was not made to its end
        } catch (IOException fault) {
            LOG.warn("event=bgp-namespace-left name={} reason=\"{}\"", name, fault.toString());
        }
    }
}
