package io.hnvgateway.lab.golden;

import io.hnvgateway.lab.netns.LabRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Veth pairs: [#devices] here, their peers in a namespace, where a program sends and records. They
/// go with the namespace, which [LabRun] removes also after a kill.
public final class VethWire implements AutoCloseable {
    /// Longer than any frame of a case; what a link's MTU is stands in the case.
    private static final int MTU_BYTES = 3000;

    private static final String SCRIPT =
            """
            import select, socket, struct, sys

            def whole(peer):  # the kernel took the VLAN tag out
                frame, beside, *_ = peer.recvmsg(65536, 64)
                for _, _, value in beside:  # struct tpacket_auxdata
                    status, tag, kind = struct.unpack('I12xHH', value[:20])
                    if status & 0x10:  # TP_STATUS_VLAN_VALID
                        frame = frame[:12] + struct.pack('!HH', kind, tag) + frame[12:]
                return frame

            peers = []
            for i in range(int(sys.argv[1])):
                s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
                s.setsockopt(263, 23, 1)  # SOL_PACKET, PACKET_IGNORE_OUTGOING
                s.setsockopt(263, 8, 1)  # PACKET_AUXDATA
                s.bind(('peer%d' % i, 3))
                peers.append(s)
            print('ready', flush=True)
            rest = b''
            while True:
                for ready in select.select([0] + peers, [], [])[0]:
                    if ready == 0:
                        data = sys.stdin.buffer.raw.read(65536)
                        if not data:
                            sys.exit()
                        *lines, rest = (rest + data).split(b'\\n')
                        for line in lines:
                            peer, frame = line.decode().split(' ')
                            peers[int(peer)].send(bytes.fromhex(frame))
                    else:
                        print(peers.index(ready), whole(ready).hex(), flush=True)
            """;

    private final String unique = Long.toString(ProcessHandle.current().pid());
    private final LabRun labRun = LabRun.begin();
    private final String namespace = labRun.namespace("wire").name();
    private final List<String> devices = new ArrayList<>();
    private final List<Queue<byte[]>> arrived = new ArrayList<>();
    private final Process process;
    private final PrintWriter input;
    private final BufferedReader output;

    public VethWire(int pairs) {
        for (int i = 0; i < pairs; i++) {
            add(i);
        }
        try {
            process =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    namespace,
                                    "python3",
                                    "-c",
                                    SCRIPT,
                                    String.valueOf(pairs))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            input = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
            output = process.inputReader(StandardCharsets.US_ASCII);
            if (!"ready".equals(output.readLine())) {
                throw new IllegalStateException("the program at the peers did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(int i) {
        String device = "gc" + unique + "x" + i;
        String peer = "peer" + i;
        run("ip link add %s type veth peer name %s netns %s".formatted(device, peer, namespace));
        run("sysctl -qw net.ipv6.conf.%s.disable_ipv6=1".formatted(device));
        run(
                "ip netns exec %s sysctl -qw net.ipv6.conf.%s.disable_ipv6=1"
                        .formatted(namespace, peer));
        run("ip link set %s mtu %d up".formatted(device, MTU_BYTES));
        run("ip -n %s link set %s mtu %d up".formatted(namespace, peer, MTU_BYTES));
        run("ip netns exec %s ethtool -K %s tx off gro on".formatted(namespace, peer));
        devices.add(device);
        arrived.add(new ArrayDeque<>());
    }

    public List<String> devices() {
        return devices;
    }

    void macAddress(int pair, String mac) {
        run("ip link set %s address %s".formatted(devices.get(pair), mac));
    }

    /// From the peer to the device.
    void send(int pair, byte[] frame) {
        drain();
        input.println(pair + " " + HexFormat.of().formatHex(frame));
    }

    /// The next frame that came to a peer, or null when none is there yet.
    byte @Nullable [] poll(int pair) {
        drain();
        return arrived.get(pair).poll();
    }

    /// What has come to the peers so far is nobody's.
    void forget() {
        drain();
        arrived.forEach(Queue::clear);
    }

    /// Reads what the program has printed, so that it never waits for this side.
    private void drain() {
        try {
            while (output.ready()) {
                String[] words = output.readLine().split(" ", 2);
                arrived.get(Integer.parseInt(words[0])).add(HexFormat.of().parseHex(words[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(String command) {
        try {
            Process process =
                    new ProcessBuilder(Arrays.asList(command.split(" ")))
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        devices.forEach(device -> run("ip link del " + device));
        labRun.close();
    }
}
