package io.hnvgateway.app.bgp;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.speaker.Cease;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.bgp.speaker.Speaker;
import io.hnvgateway.bgp.speaker.SpeakerListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The speakers of this gateway: their namespace is made and their processes begin with the first
/// peer, outlive a gateway that another one follows, and end with the last. A gateway without a
/// peer has no thread and no descriptor for them, and loads no gRPC.
public final class TenantSpeakers implements Speaker, AutoCloseable {
    private final Path directory;
    private final BooleanSupplier followed;
    private final SpeakerListener listener;
    private volatile @Nullable RunningSpeakers running;
    private boolean closed;

    /// @param directory of the speakers' files, this gateway's alone
    /// @param followed asked at the end: whether another gateway follows at once
    public TenantSpeakers(Path directory, BooleanSupplier followed, SpeakerListener listener) {
        this.directory = directory;
        this.followed = followed;
        this.listener = listener;
    }

    /// What all networks exchange, and what was learned by the process before.
    ///
    /// @param runtimeDirectory empty: nothing is kept
    public static TenantRouting routing(Optional<Path> runtimeDirectory) {
        return new TenantRouting(
                System::nanoTime,
                new SecureRandom().nextLong(),
                new LearnedFiles(runtimeDirectory, LearnedFiles.PREFIX));
    }

    /// Where the speakers of a gateway have their files.
    public static Path directory(Path controlSocket) {
        return controlSocket.toAbsolutePath().resolveSibling("checkpoint-bgp-speakers");
    }

    /// Where the sockets of the processes are that speak BGP for a gateway, there or in directories
    /// of shards below it: systemd's units have theirs in another place than processes of its own.
    public static Path sockets(Path controlSocket) {
        return RunningSpeakers.byUnits() ? SpeakerUnits.DIRECTORY : directory(controlSocket);
    }

    /// The name of the speakers' network namespace: gateways in several namespaces share these
    /// names.
    ///
    /// @param directory of the speakers' files
    public static String namespace(Path directory) {
        CRC32 sum = new CRC32();
        sum.update(directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
        return "hnv-bgp-" + Long.toHexString(sum.getValue());
    }

    @Override
    public synchronized void apply(Collection<PeerSpec> peers) {
        RunningSpeakers present = running;
        if (present == null) {
            if (closed) {
                return;
            }
            if (peers.isEmpty()) {
                RunningSpeakers.endLeft(directory, namespace(directory));
                return;
            }
            present = new RunningSpeakers(directory, namespace(directory), listener);
            running = present;
        }
        present.speaker().apply(peers);
    }

    @Override
    public void send(String peer, RouteUpdate update) {
        RunningSpeakers present = running;
        if (present != null) {
            present.speaker().send(peer, update);
        }
    }

    @Override
    public void endOfRib(String peer, AddressFamily family) {
        RunningSpeakers present = running;
        if (present != null) {
            present.speaker().endOfRib(peer, family);
        }
    }

    @Override
    public void askRefresh(String peer) {
        RunningSpeakers present = running;
        if (present != null) {
            present.speaker().askRefresh(peer);
        }
    }

    @Override
    public void reset(String peer, Cease why) {
        RunningSpeakers present = running;
        if (present != null) {
            present.speaker().reset(peer, why);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        RunningSpeakers present = running;
        if (present != null) {
            present.close(followed.getAsBoolean());
        }
    }
}
