package io.hnvgateway.dataplane.net;

import io.hnvgateway.packet.MacAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A veth pair: [#device()] in this namespace, [#PEER] in a namespace of its own, where [#send] and
/// [#capture] work. Names are unique among processes.
public final class VethPeer implements AutoCloseable {
    public static final String PEER = "peer0";
    public static final String PEER_MAC = "02:00:00:00:00:02";
    public static final long DEVICE_MAC = MacAddress.parse("02:00:00:00:00:01").bits();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String namespace;
    private final String device;
    private boolean isolated;

    public VethPeer() {
        this("");
    }

    /// @param options as `ip link add` takes them for a veth, e.g. `numrxqueues 2`
    public VethPeer(String options) {
        String unique = ProcessHandle.current().pid() + "x" + NUMBER.incrementAndGet();
        namespace = "hnvdp" + unique;
        device = "dp" + unique;
        Shell.run("ip netns add " + namespace);
        Shell.run(
                ("ip link add " + device + " " + options).strip()
                        + " type veth peer name "
                        + PEER
                        + " netns "
                        + namespace);
        Shell.run("sysctl -qw net.ipv6.conf." + device + ".disable_ipv6=1");
        inPeer("sysctl -qw net.ipv6.conf." + PEER + ".disable_ipv6=1");
        Shell.run("ip link set " + device + " address 02:00:00:00:00:01 up");
        inPeer("ip link set " + PEER + " address " + PEER_MAC + " up");
        inPeer("ip link set lo up");
        offloads("off");
    }

    /// Moves the device into a namespace of its own, which a process may be started in.
    ///
    /// @return the namespace
    public String isolateDevice() {
        Shell.run("ip netns add " + deviceNamespace());
        Shell.run("ip link set " + device + " netns " + deviceNamespace());
        Shell.run("ip -n " + deviceNamespace() + " link set " + device + " up");
        isolated = true;
        return deviceNamespace();
    }

    private String deviceNamespace() {
        return namespace + "d";
    }

    /// Offloads of the peer's end: `off` makes it send whole checksums and no super frames.
    public void offloads(String onOrOff) {
        inPeer("ethtool -K " + PEER + " tx " + onOrOff);
    }

    public String device() {
        return device;
    }

    public String namespace() {
        return namespace;
    }

    public String inPeer(String command) {
        return Shell.run("ip netns exec " + namespace + " " + command);
    }

    /// Sends whole Ethernet frames from the peer.
    public void send(byte[]... frames) {
        sendRepeatedly(1, frames);
    }

    /// As [#send], all frames several times over.
    public void sendRepeatedly(int times, byte[]... frames) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ip",
                                "netns",
                                "exec",
                                namespace,
                                "python3",
                                "-c",
                                SEND_SCRIPT,
                                PEER,
                                Integer.toString(times)));
        for (byte[] frame : frames) {
            command.add(HexFormat.of().formatHex(frame));
        }
        Shell.run(command);
    }

    private static final String SEND_SCRIPT =
            """
            import socket, sys
            s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            s.bind((sys.argv[1], 0))
            frames = [bytes.fromhex(f) for f in sys.argv[3:]]
            for _ in range(int(sys.argv[2])):
                for frame in frames:
                    s.send(frame)
            """;

    /// Begins to send a frame from the peer again and again.
    public FrameStream stream(byte[] frame) {
        return new FrameStream(namespace, PEER, frame);
    }

    /// Begins to record what arrives at the peer.
    public FrameCapture capture() {
        return new FrameCapture(namespace, PEER);
    }

    @Override
    public void close() {
        inPeer("ip link del " + PEER);
        Shell.run("ip netns del " + namespace);
        if (isolated) {
            Shell.run("ip netns del " + deviceNamespace());
        }
    }
}
