package io.hnvgateway.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.events.EventLog;
import io.hnvgateway.app.events.GatewayEvent.ConnectionChanged;
import io.hnvgateway.app.events.GatewayEvent.FramesDropped;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyslogTargetTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final String HEADER =
            "<134>1 2026-03-01T12:00:00.500000Z gw-1 hnv-gateway "
                    + ProcessHandle.current().pid()
                    + " ";

    private static String received(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void sendsAMessageAsRfc5424HasItOverUdp() throws IOException {
        try (DatagramSocket server =
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SyslogTarget target =
                        new SyslogTarget(
                                URI.create("udp://127.0.0.1:" + server.getLocalPort()), "gw 1")) {
            target.tell(TIME, "bgp", "event=x name=\"a b\"");
            assertThat(received(server)).isEqualTo(HEADER + "bgp - event=x name=\"a b\"");
            target.tell(TIME, "a b\n", "x".repeat(5000));
            assertThat(received(server)).startsWith(HEADER + "a-b- - xxx").hasSize(2048);
            assertThat(target.unsent()).isZero();
        }
    }

    @Test
    void countsOctetsOverTcp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SyslogTarget target =
                        new SyslogTarget(
                                URI.create("tcp://127.0.0.1:" + server.getLocalPort()), "gw-1")) {
            target.tell(TIME, "a", "één");
            target.tell(TIME, "b", "two");
            String first = HEADER + "a - één";
            String second = HEADER + "b - two";
            String expected =
                    first.getBytes(StandardCharsets.UTF_8).length
                            + " "
                            + first
                            + second.length()
                            + " "
                            + second;
            try (Socket peer = server.accept();
                    InputStream in = peer.getInputStream()) {
                byte[] all = in.readNBytes(expected.getBytes(StandardCharsets.UTF_8).length);
                assertThat(new String(all, StandardCharsets.UTF_8)).isEqualTo(expected);
            }
        }
    }

    /// A server that takes nothing: the queue is bounded, nobody waits, and all is counted.
    @Test
    void neverBlocksAndCountsWhatIsLost() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        SyslogTarget target = new SyslogTarget(URI.create("tcp://127.0.0.1:" + port), "gw-1");
        int told = 3 * SyslogTarget.CAPACITY;
        for (int i = 0; i < told; i++) {
            target.tell(TIME, "a", "x");
        }
        assertThat(target.unsent()).isBetween((long) SyslogTarget.CAPACITY, (long) told);
        target.close();
    }

    @Test
    void relaysEventsButNoDropRates() throws IOException {
        EventLog log = new EventLog();
        try (DatagramSocket server =
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                EventRelay relay =
                        new EventRelay(
                                log,
                                new SyslogTarget(
                                        URI.create("udp://127.0.0.1:" + server.getLocalPort()),
                                        "gw-1"))) {
            log.add(new FramesDropped("contoso", "no-route", 7));
            log.add(
                    new ConnectionChanged(
                            "contoso", "off\"ice", "down", "", "gone\nevent=forged x=1"));
            assertThat(received(server))
                    .endsWith(
                            "connections - event=connection-changed compartment=contoso"
                                    + " connection=\"off\\\"ice\" what=down"
                                    + " reason=\"gone event=forged x=1\"");
            assertThat(relay.unsent()).isZero();
        }
    }
}
