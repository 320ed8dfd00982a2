package io.hnvgateway.app.control;

import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.events.EventLog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on the control socket.
public final class ControlServer implements AutoCloseable {
    /// More wait until one leaves.
    public static final int MAX_CLIENTS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Path socket;
    private final ControlRequests requests;
    private final ControlLimits limits;
    private final ServerSocketChannel listener;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);
    private final Semaphore largeLines = new Semaphore(1);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private ControlServer(Path socket, ControlRequests requests, ControlLimits limits)
            throws IOException {
        this.socket = socket;
        this.requests = requests;
        this.limits = limits;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /// Opens the socket and serves until it is closed.
    ///
    /// @throws IOException also if another process answers at the socket
    public static ControlServer start(
            Path socket,
            DesiredStateApplier applier,
            ControlBackend backend,
            EventLog events,
            ChangeRecord record)
            throws IOException {
        return start(
                socket,
                new ControlRequests(applier, backend, events, record),
                ControlLimits.of(Runtime.getRuntime().maxMemory()));
    }

    static ControlServer start(Path socket, ControlRequests requests, ControlLimits limits)
            throws IOException {
        ControlServer server = new ControlServer(socket.toAbsolutePath(), requests, limits);
        try {
            server.open();
        } catch (IOException e) {
            server.listener.close();
            throw e;
        }
        Thread.ofVirtual().name("control-listener").start(server::accept);
        return server;
    }

    /// What it answers beside its own requests; may grow while it serves.
    public FurtherRequests further() {
        return requests.further();
    }

    /// The directory is made for its owner only; one that exists and holds other things is left as
    /// it is. The socket is bound under another name and renamed, so that it is never open to
    /// others, not even for a moment.
    private void open() throws IOException {
        Path directory = socket.getParent();
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        if (Files.exists(socket) && answers(socket)) {
            throw new IOException("another gateway listens on " + socket);
        }
        Path aside =
                socket.resolveSibling("." + socket.getFileName() + ProcessHandle.current().pid());
        Files.deleteIfExists(aside);
        listener.bind(UnixDomainSocketAddress.of(aside));
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
        Files.move(aside, socket, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean answers(Path socket) throws IOException {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return probe.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /// With every place taken, the next client waits in the kernel's queue until one leaves or is
    /// disconnected.
    private void accept() {
        while (listener.isOpen()) {
            places.acquireUninterruptibly();
            try {
                admit(listener.accept());
            } catch (IOException | OutOfMemoryError e) {
                places.release();
                if (listener.isOpen()) {
                    LOG.warn("event=control-accept-failed reason=\"{}\"", e.toString());
                    pause();
                }
            }
        }
    }

    /// After a failure such as "too many open files", which comes again at once.
    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void admit(SocketChannel client) {
        clients.add(client);
        Thread.ofVirtual().name("control-client").start(() -> serve(client));
    }

    private void serve(SocketChannel client) {
        try (client;
                ClientWatch watch = new ClientWatch(client, limits.idle())) {
            new ControlClient(client, watch, limits, largeLines).serve(requests::answer);
        } catch (OutOfMemoryError e) {
            LOG.error("event=control-client-dropped reason=\"{}\"", e.toString());
        } catch (IOException e) {
            LOG.debug("event=control-client-gone reason=\"{}\"", e.toString());
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
