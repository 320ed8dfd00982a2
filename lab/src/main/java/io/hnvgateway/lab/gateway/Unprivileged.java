package io.hnvgateway.lab.gateway;

import io.hnvgateway.lab.netns.LabException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gateway as `hnv-gateway.service` runs it: a user who is not root, with its capabilities and no
/// way to more.
public final class Unprivileged {
    /// Nobody's, as a rule.
    public static final int USER = 61_234;

    private static final String CAPABILITIES =
            "-all,+net_admin,+net_raw,+bpf,+perfmon,+net_bind_service";

    /// Stands in for `LimitMEMLOCK=infinity` where the limit cannot be raised.
    private static final String INSTEAD_OF_THE_LIMIT = ",+ipc_lock";

    private final Path directory;
    private final Path notifySocket;
    private String classPath = "";

    /// @param directory for copies of the classes, which that user may not be able to read
    /// @param notifySocket where it says that it is ready
    public Unprivileged(Path directory, Path notifySocket) {
        this.directory = directory;
        this.notifySocket = notifySocket;
    }

    /// `command`, by that user.
    List<String> command(List<String> command) {
        String capabilities = CAPABILITIES + (canLockMemory() ? "" : INSTEAD_OF_THE_LIMIT);
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "ulimit -l unlimited 2>/dev/null; exec \"$@\"",
                                "sh",
                                "setpriv",
                                "--reuid",
                                Integer.toString(USER),
                                "--regid",
                                Integer.toString(USER),
                                "--clear-groups",
                                "--no-new-privs",
                                "--inh-caps",
                                capabilities,
                                "--ambient-caps",
                                capabilities,
                                "--bounding-set",
                                capabilities));
        all.addAll(List.of("env", "NOTIFY_SOCKET=" + notifySocket));
        all.addAll(command);
        return all;
    }

    private static boolean canLockMemory() {
        try {
            return new ProcessBuilder("sh", "-c", "ulimit -l unlimited")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    /// The same classes, where the user can read them.
    String readable(String path) {
        if (classPath.isEmpty()) {
            List<Path> entries =
                    Stream.of(path.split(File.pathSeparator, -1))
                            .filter(entry -> !entry.isEmpty())
                            .map(Path::of)
                            .filter(Files::exists)
                            .toList();
            classPath =
                    entries.stream()
                            .map(entry -> copy(entry, entries.indexOf(entry)).toString())
                            .collect(Collectors.joining(File.pathSeparator));
        }
        return classPath;
    }

    private Path copy(Path entry, int number) {
        Path target = directory.resolve(number + "-" + entry.getFileName());
        try (Stream<Path> files = Files.walk(entry)) {
            Files.createDirectories(directory);
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        target.resolve(entry.relativize(file).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return target;
        } catch (IOException e) {
            throw new LabException("cannot copy " + entry, e);
        }
    }

    /// Gives the user what is there.
    void own(Path... paths) {
        try {
            for (Path path : paths) {
                Files.createDirectories(path);
                Files.setAttribute(path, "unix:uid", USER);
                Files.setAttribute(path, "unix:gid", USER);
            }
        } catch (IOException e) {
            throw new LabException("cannot give " + List.of(paths) + " away", e);
        }
    }
}
