package io.hnvgateway.lab.tunnel;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Path;

/// The other end of a GRE tunnel with a key, in user space: a kernel without GRE has it too.
public final class GrePeer {
    private final Path script;

    /// @param run keeps the script
    public GrePeer(LabRun run) {
        script = run.resource(GrePeer.class, "gre_peer.py");
    }

    /// One end and what lies behind it.
    ///
    /// @param local its outer address
    /// @param remote that of the other end
    /// @param device the tunnel's name
    /// @param address of the device, as `ip address add` takes it: `10.0.0.1/30`, `10.0.0.1 peer
    ///   10.9.9.9/32`
    /// @param behind a prefix that the device leads to; empty: none
    public record End(
            String local, String remote, long key, String device, String address, String behind) {}

    /// Starts it and waits until it carries packets. It goes with the namespace.
    public Running start(Namespace namespace, End end) {
        Running peer =
                namespace.start(
                        "/usr/bin/python3",
                        script.toString(),
                        end.local,
                        end.remote,
                        Long.toString(end.key),
                        end.device,
                        end.address,
                        end.behind);
        Station.awaitReady(peer);
        return peer;
    }
}
