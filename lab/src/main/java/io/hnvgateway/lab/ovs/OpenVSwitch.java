package io.hnvgateway.lab.ovs;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A private instance of Open vSwitch in a namespace: database, switch and their control sockets
/// all in one directory.
public final class OpenVSwitch {
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    private static final String SWITCH = "/usr/lib/openvswitch-switch/ovs-vswitchd";

    private final Namespace namespace;
    private final Path directory;

    public OpenVSwitch(LabRun run, Namespace namespace) {
        this.namespace = namespace;
        this.directory = run.directory().resolve("ovs-" + namespace.name());
        createDirectory();
        tool("ovsdb-tool", "create", path("conf.db"), SCHEMA);
        tool(
                "ovsdb-server",
                path("conf.db"),
                "--remote=punix:" + path("db.sock"),
                "--unixctl=" + path("ovsdb-server.ctl"),
                "--pidfile=" + path("ovsdb-server.pid"),
                "--log-file=" + path("ovsdb-server.log"),
                "--detach");
        vsctl("--no-wait", "init");
        tool(
                SWITCH,
                "unix:" + path("db.sock"),
                "--unixctl=" + path("ovs-vswitchd.ctl"),
                "--pidfile=" + path("ovs-vswitchd.pid"),
                "--log-file=" + path("ovs-vswitchd.log"),
                "--detach");
    }

    /// `ovs-vsctl` on its database.
    public void vsctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=15"));
        command.add("--db=unix:" + path("db.sock"));
        command.addAll(List.of(arguments));
        tool(command.toArray(String[]::new));
    }

    /// Makes these the flows of a bridge, all at once.
    public void replaceFlows(String bridge, List<String> flows) {
        Path file = directory.resolve(bridge + ".flows");
        try {
            Files.write(file, flows);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        tool(
                "ovs-ofctl",
                "-O",
                "OpenFlow13",
                "replace-flows",
                "unix:" + path(bridge + ".mgmt"),
                file.toString());
    }

    /// `ovs-appctl` on the switch itself.
    public void appctl(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("ovs-appctl", "--target=" + path("ovs-vswitchd.ctl")));
        command.addAll(List.of(arguments));
        tool(command.toArray(String[]::new));
    }

    /// The switch's process.
    public long pid() {
        try {
            return Long.parseLong(Files.readString(directory.resolve("ovs-vswitchd.pid")).strip());
        } catch (IOException e) {
            throw new LabException("the switch has no process", e);
        }
    }

    private void tool(String... command) {
        List<String> withDirectories =
                new ArrayList<>(
                        List.of(
                                "env",
                                "OVS_RUNDIR=" + directory,
                                "OVS_LOGDIR=" + directory,
                                "OVS_DBDIR=" + directory));
        withDirectories.addAll(List.of(command));
        namespace.must(withDirectories.toArray(String[]::new));
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new LabException("cannot create " + directory, e);
        }
    }
}
