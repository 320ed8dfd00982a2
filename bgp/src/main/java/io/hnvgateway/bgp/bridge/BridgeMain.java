package io.hnvgateway.bgp.bridge;

import io.hnvgateway.bgp.contract.Hello;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What ExaBGP runs: `java @shard-N.args`. Arguments: the directory of the shards' files, the
/// shard's number, ExaBGP's program; where the gateway is another user's, a directory of that user.
/// Ends with its standard input.
public final class BridgeMain {
    private static final int ENDED_WITHOUT_ANSWER = 3;
    private static final int ENDED_BY_FAULT = 4;

    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final BridgeThread thread = new BridgeThread(() -> end(ENDED_BY_FAULT));
    private final CommandWindow window = new CommandWindow(commands::add, System::nanoTime);
    private final Inbox inbox = new Inbox(thread);
    private final Path socket;
    private final Path log;
    private final NeighborFile file;
    private final Path exabgp;
    private final @Nullable Path ofGateway;
    private @Nullable Bridge bridge;

    private BridgeMain(Path directory, String shard, Path exabgp, @Nullable Path ofGateway) {
        String name = "shard-" + shard;
        this.socket = directory.resolve(name + ".sock");
        this.log = directory.resolve(name + ".log");
        this.file =
                new NeighborFile(
                        directory.resolve(name + ".conf"),
                        command() + " @" + directory.resolve(name + ".args"));
        this.exabgp = exabgp;
        this.ofGateway = ofGateway;
    }

    private static String command() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 3 || args.length > 4) {
            BridgeLog.error("arguments: directory, number of the shard, exabgp's program");
            end(2);
            return;
        }
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        Path ofGateway = args.length == 4 ? Path.of(args[3]) : null;
        new BridgeMain(Path.of(args[0]), args[1], Path.of(args[2]), ofGateway).run(out);
    }

    private void run(OutputStream out) throws IOException {
        Thread.ofPlatform().daemon().name("to-exabgp").start(() -> write(out));
        thread.execute(this::begin);
        inbox.readAll(
                System.in,
                line -> {
                    if (bridge == null) {
                        early(line);
                    } else {
                        bridge.heard(line);
                    }
                },
                (peer, lines) -> {
                    if (bridge != null) {
                        bridge.overran(peer, lines);
                    }
                });
        end(0);
    }

    private void early(Line line) {
        switch (line) {
            case Line.Done() -> window.answered(true);
            case Line.Failed() -> window.answered(false);
            case Line.Text(String text) -> window.text(text);
            default -> {}
        }
    }

    /// Asks an ExaBGP that has neighbors already what stands; a new one has none.
    private void begin() {
        try {
            Map<String, String> blocks = file.read();
            Sessions earlier = new Sessions(blocks);
            if (blocks.isEmpty()) {
                serve(blocks, earlier);
                return;
            }
            window.submitAlone(
                    Sessions.ASK_ANNOUNCED,
                    earlier::announced,
                    announced -> {
                        window.submitAlone(
                                Sessions.ASK_NEIGHBORS,
                                neighbors -> {
                                    earlier.neighbors(neighbors.text());
                                    serve(blocks, earlier);
                                });
                    });
        } catch (IOException e) {
            BridgeLog.error("cannot read what stands: " + e);
            end(1);
        }
    }

    private void serve(Map<String, String> blocks, Sessions earlier) {
        Hello hello =
                Hello.newBuilder()
                        .setContract(Bridge.CONTRACT)
                        .setProduct("hnv-gateway bridge to ExaBGP")
                        .setInstance(
                                System.currentTimeMillis() << 16 ^ ProcessHandle.current().pid())
                        .build();
        Bridge state =
                new Bridge(
                        new BridgeParts(
                                window,
                                file,
                                Validator.of(exabgp, file),
                                new ErrorLog(log),
                                inbox,
                                thread,
                                System::nanoTime,
                                blocks),
                        earlier,
                        hello);
        bridge = state;
        try {
            BridgeServer.start(socket, thread, () -> state, ofGateway);
        } catch (IOException e) {
            BridgeLog.error("cannot listen at " + socket + ": " + e);
            end(1);
        }
        var _ = thread.scheduleAtFixedRate(() -> eachSecond(state), 1, 1, TimeUnit.SECONDS);
    }

    private static void eachSecond(Bridge bridge) {
        if (!bridge.eachSecond()) {
            BridgeLog.error("ExaBGP has not answered a command for too long");
            end(ENDED_WITHOUT_ANSWER);
        }
    }

    private void write(OutputStream out) {
        try {
            while (true) {
                out.write((commands.take() + "\n").getBytes(StandardCharsets.US_ASCII));
                if (commands.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            end(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// At once: nothing is worth waiting for, and everything is said again.
    private static void end(int status) {
        Runtime.getRuntime().halt(status);
    }
}
