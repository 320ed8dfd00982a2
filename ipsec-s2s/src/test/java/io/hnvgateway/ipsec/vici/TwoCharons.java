package io.hnvgateway.ipsec.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Two charons that reach each other: [#HERE] is driven by what is tested, [#THERE] is the peer.
/// Behind them are 10.0.1.0/24 and 10.0.2.0/24.
public final class TwoCharons implements AutoCloseable {
    public static final String HERE = "192.0.2.1";
    public static final String THERE = "192.0.2.2";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name =
            "hnvik" + ProcessHandle.current().pid() + "x" + NUMBER.incrementAndGet();
    private final Path directory;
    private final CharonProcess here;
    private final CharonProcess there;

    public TwoCharons() throws IOException, InterruptedException {
        this("");
    }

    /// @param settings of both, as [CharonProcess] takes them
    public TwoCharons(String settings) throws IOException, InterruptedException {
        directory = Files.createTempDirectory(name);
        CharonProcess first = null;
        try {
            run("ip netns add " + name + "a");
            run("ip netns add " + name + "b");
            run("ip -n %1$sa link add eth0 type veth peer name eth0 netns %1$sb".formatted(name));
            configure("a", HERE, "10.0.1.1");
            configure("b", THERE, "10.0.2.1");
            first = new CharonProcess(directory.resolve("a"), name + "a", settings);
            there = new CharonProcess(directory.resolve("b"), name + "b", settings);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (first != null) {
                first.close();
            }
            remove();
            throw e;
        }
        here = first;
    }

    /// @param inside kernel-libipsec wants an own address among the local selectors
    private void configure(String side, String address, String inside) {
        run("ip -n " + name + side + " link set lo up");
        run("ip -n " + name + side + " address add " + inside + "/32 dev lo");
        run("ip -n " + name + side + " address add " + address + "/24 dev eth0");
        run("ip -n " + name + side + " link set eth0 up");
    }

    public CharonProcess here() {
        return here;
    }

    public CharonProcess there() {
        return there;
    }

    /// Runs a command in this side's namespace.
    public String inHere(String command) {
        return run("ip netns exec " + name + "a " + command);
    }

    private static String run(String command) {
        try {
            Process process =
                    new ProcessBuilder(List.of(command.split(" ")))
                            .redirectErrorStream(true)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command, e);
        }
    }

    private void remove() {
        for (String side : List.of("a", "b")) {
            try {
                run("ip netns delete " + name + side);
            } catch (IllegalStateException _) {
                // It was never made.
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException _) {
            // Left in the directory for temporary files.
        }
    }

    @Override
    public void close() {
        here.close();
        there.close();
        remove();
    }
}
