package io.hnvgateway.lab.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.ipsec.kernel.KernelBackend;
import io.hnvgateway.ipsec.kernel.KernelEvent;
import io.hnvgateway.ipsec.kernel.KernelServer;
import io.hnvgateway.ipsec.kernel.KernelSession;
import io.hnvgateway.ipsec.kernel.Parties;
import io.hnvgateway.ipsec.kernel.TrapPolicy;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaUsage;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The packets' half of a VPN device whose IKE is a real charon: ESP of IP protocol 50, over either
/// family, by a program that shares nothing with the gateway (`esp_device.py`). The kernels of the
/// lab have no ESP, and strongSwan's own in user space does it in UDP only.
///
/// ```
///   charon + kernel-hnv ──associations──► this ──► esp_device.py ── TUN, raw sockets
/// ```
final class EspDevice implements KernelBackend, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> psks;
    private final Map<Integer, Integer> spis = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final SocketChannel commands;
    private final BufferedReader answers;
    private final KernelServer server;

    /// @param socket where charon's plugin finds it
    /// @param psks by charon's connections
    /// @param routes into the device, as `10.0.0.0/24,172.16.1.1` with the source to use
    EspDevice(
            LabRun run,
            Namespace namespace,
            Path socket,
            Map<String, String> psks,
            List<String> routes) {
        this.psks = Map.copyOf(psks);
        Path path = run.directory().resolve("esp-device.sock");
        List<String> command = new ArrayList<>();
        command.add("/usr/bin/python3");
        command.add(run.resource(EspDevice.class, "esp_device.py").toString());
        command.addAll(List.of(path.toString(), "esp0"));
        command.addAll(routes);
        Station.awaitReady(namespace.start(command.toArray(String[]::new)));
        try {
            commands = SocketChannel.open(StandardProtocolFamily.UNIX);
            commands.connect(UnixDomainSocketAddress.of(path));
            answers = new BufferedReader(Channels.newReader(commands, UTF_8));
            server = KernelServer.start(socket, this);
        } catch (IOException e) {
            throw new LabException("the ESP device is not there", e);
        }
    }

    private synchronized void tell(ObjectNode command) {
        try {
            ByteBuffer line = ByteBuffer.wrap((command + "\n").getBytes(UTF_8));
            while (line.hasRemaining()) {
                commands.write(line);
            }
            if (answers.readLine() == null) {
                throw new LabException("the ESP device has ended");
            }
        } catch (IOException e) {
            throw new LabException("the ESP device does not answer", e);
        }
    }

    private static ObjectNode command(String what) {
        return JSON.createObjectNode().put("do", what);
    }

    /// Sends a ping into a tunnel, whatever its selectors say.
    ///
    /// @param copies of the same ESP packet
    /// @param flip byte of it whose last bit is turned; -1 none
    void send(String connection, String from, String to, int copies, int flip) {
        ObjectNode send = command("send").put("connection", connection);
        send.put("from", from).put("to", to).put("copies", copies);
        if (flip >= 0) {
            send.put("flip", flip);
        }
        tell(send);
    }

    /// The next packets leave when there are so many, the last one first.
    void reverse(int packets) {
        tell(command("reverse").put("packets", packets));
    }

    @Override
    public boolean addSa(int handle, int ifId, SaParameters sa) {
        try (sa) {
            ObjectNode told = command("associate");
            told.put("inbound", sa.inbound())
                    .put("spi", Integer.toUnsignedLong(sa.spi()))
                    .put("connection", sa.connection())
                    .put("key", HexFormat.of().formatHex(sa.keys().encryption()))
                    .put("local", sa.endpoints().local().toString())
                    .put("remote", sa.endpoints().remote().toString())
                    .put("inner", sa.selectors().local().getFirst().from().isIpv4() ? 4 : 6);
            tell(told);
            spis.put(handle, sa.spi());
            return !sa.endpoints().udpEncapsulation() && sa.keys().transform().isGcm();
        }
    }

    @Override
    public void deleteSa(int handle) {
        Integer spi = spis.remove(handle);
        if (spi != null) {
            tell(command("forget").put("spi", Integer.toUnsignedLong(spi)));
        }
    }

    @Override
    public int allocateSpi(int handle, String connection) {
        return random.nextInt() | 0x4000_0000;
    }

    @Override
    public boolean updateSa(int handle, SaParameters.Endpoints endpoints) {
        return false;
    }

    @Override
    public @Nullable SaUsage usage(int handle) {
        return spis.containsKey(handle) ? new SaUsage(0, 0, 0) : null;
    }

    @Override
    public byte @Nullable [] psk(String connection, Parties parties) {
        String psk = psks.get(connection);
        return psk == null ? null : psk.getBytes(UTF_8);
    }

    @Override
    public boolean authorize(String connection, Parties parties) {
        return true;
    }

    @Override
    public void connected(KernelSession session) {}

    @Override
    public void disconnected(KernelSession session) {}

    @Override
    public void trapAdded(TrapPolicy trap) {}

    @Override
    public void trapDeleted(int reqid, int ifId) {}

    @Override
    public void event(KernelEvent event) {}

    @Override
    public void close() {
        server.close();
        try {
            commands.close();
        } catch (IOException e) {
            throw new LabException("the ESP device cannot be closed", e);
        }
    }
}
