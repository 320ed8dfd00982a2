package io.hnvgateway.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.LabPlan;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.gateway.Forwarding;
import io.hnvgateway.lab.traffic.Capture;
import io.hnvgateway.lab.traffic.Ping;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// ESP without UDP, over IPv4 and over IPv6, to offices whose IKE is a real charon and whose
/// packets an independent program makes; also those that no honest office sends.
@Tag("net")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeEspNetTest {
    private static final int OFFICE = 1;
    private static final String OFFICE_6 = "office-6";
    private static final String PSK_6 = "planted-psk-of-office-6";
    private static final String OUTER_6 = "2001:db8:f::66";
    private static final String INNER_6 = "fd00:16::1";
    private static final String NET_6 = "fd00:16::/64";
    private static final String VM_NET_6 = "fd00:10:0:1::/64";

    /// 1500 less the outer header (20), ESP (8), IV (8), ICV (16), and pad length and next header
    /// (2); the rest is a multiple of 4 (RFC 4303 §2.4, RFC 4106 §3).
    private static final int MTU_BYTES = 1446;

    private static final int PING_HEADERS_BYTES = 28;

    /// A router's word that a packet of the gateway was too big (RFC 4443 §3.2); the argument is
    /// the beginning of its ESP header.
    private static final String TOO_BIG =
            """
            import socket, struct, sys
            esp = bytes.fromhex(sys.argv[1])
            gateway = socket.inet_pton(socket.AF_INET6, "%s")
            office = socket.inet_pton(socket.AF_INET6, "%s")
            quoted = struct.pack("!IHBB", 6 << 28, 1460, 50, 63) + gateway + office + esp
            icmp = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
            icmp.sendto(struct.pack("!BBHI", 2, 0, 0, 1280) + quoted, ("%s", 0))
            """
                    .formatted(LabPlan.GATEWAY_FRONT_END_6, OUTER_6, LabPlan.GATEWAY_FRONT_END_6);

    private final Sites sites = new Sites();
    private EspDevice device;

    @BeforeAll
    void start() {
        Station place = sites.device();
        place.namespace().address(place.device(), PeerConnection.outer(OFFICE) + "/24");
        place.namespace().address("lo", PeerConnection.inner(OFFICE) + "/32");
        place.namespace().ipv6Address(place.device(), OUTER_6 + "/64");
        place.namespace().ipv6Address("lo", INNER_6 + "/128");
        Path socket = sites.lab.directory().resolve("esp-device-kernel.sock");
        device =
                new EspDevice(
                        sites.lab.run(),
                        place.namespace(),
                        socket,
                        Map.of("office1", PeerConnection.psk(OFFICE), OFFICE_6, PSK_6),
                        List.of(
                                LabPlan.WEB_NET + "," + PeerConnection.inner(OFFICE),
                                VM_NET_6 + "," + INNER_6));
        Charon peer =
                sites.startCharon(
                        place.namespace(), "charon-device", CharonOptions.gateway(socket));
        peer.load(offices());
        ObjectNode office = sites.connect(OFFICE);
        office.withObject("ipSecConfiguration")
                .putArray("remoteVpnTrafficSelector")
                .addObject()
                .put("ipAddressStart", "172.16.1.0")
                .put("ipAddressEnd", "172.16.1.255");
        ObjectNode office6 =
                sites.lab.desired().connectByIpSec("fabrikam", OFFICE_6, OUTER_6, PSK_6, NET_6);
        office6.withObject("ipSecConfiguration")
                .put("localIdentity", "gateway")
                .put("peerIdentity", OFFICE_6);
        sites.startGateway(new Forwarding("auto", "xdp", 2));
        sites.await("charon's plugin", () -> peer.log().contains("connected to the gateway at"));
    }

    private static String offices() {
        return """
        connections {
          %s
          %s
        }
        """
                .formatted(
                        office(
                                "office1",
                                7,
                                PeerConnection.outer(OFFICE),
                                LabPlan.GATEWAY_FRONT_END,
                                PeerConnection.net(OFFICE),
                                LabPlan.WEB_NET),
                        office(OFFICE_6, 8, OUTER_6, LabPlan.GATEWAY_FRONT_END_6, NET_6, VM_NET_6));
    }

    private static String office(
            String name, int interfaceId, String local, String remote, String here, String there) {
        return """
        %s {
          version = 2
          local_addrs = %s
          remote_addrs = %s
          if_id_in = %d
          if_id_out = %d
          local {
            auth = psk
            id = %s
          }
          remote {
            auth = psk
            id = gateway
          }
          children {
            %s {
              mode = tunnel
              local_ts = %s
              remote_ts = %s
            }
          }
        }
        """
                .formatted(name, local, remote, interfaceId, interfaceId, name, name, here, there);
    }

    @AfterAll
    void close() {
        if (device != null) {
            device.close();
        }
        sites.close();
    }

    private Capture wire(String filter) {
        return Capture.start(sites.device().namespace(), sites.device().device(), filter);
    }

    @Test
    void bothWaysOverIpv4AsProtocol50() {
        try (Capture wire = wire("host " + PeerConnection.outer(OFFICE) + " and ip proto 50")) {
            assertThat(sites.passes(OFFICE)).as(sites::logs).isTrue();
            wire.await("> " + PeerConnection.outer(OFFICE) + ": ESP");
            wire.await("> " + LabPlan.GATEWAY_FRONT_END + ": ESP");
        }
    }

    @Test
    void bothWaysOverIpv6WithIpv6Inside() {
        Station vm = sites.lab.tenants().fabrikamWeb().station();
        try (Capture wire = wire("ip6 proto 50")) {
            assertThat(Sites.reaches(vm, INNER_6)).as(sites::logs).isTrue();
            assertThat(Sites.reaches(sites.device(), LabPlan.FABRIKAM_WEB_CA, "-I", INNER_6))
                    .as(sites::logs)
                    .isTrue();
            wire.await("> " + OUTER_6 + ": ESP");
            wire.await("> " + LabPlan.GATEWAY_FRONT_END_6 + ": ESP");
        }
    }

    @Test
    void tooLongWithDontFragmentHearsTheTunnelsMtu() {
        up();
        Ping tooLong = longPing("do", LabPlan.TENANT_MTU_BYTES);
        assertThat(tooLong.mtuBytes()).isEqualTo(MTU_BYTES);
        assertThat(tooLong.received()).isZero();
        assertThat(longPing("do", MTU_BYTES).received()).as(sites::logs).isPositive();
        Matcher told =
                Pattern.compile("(\\d+) bytes inside")
                        .matcher(
                                sites.lab
                                        .gateway()
                                        .control(
                                                "explain",
                                                "--tenant=contoso",
                                                "--source=" + LabPlan.WEB_CA,
                                                "--destination=" + PeerConnection.inner(OFFICE))
                                        .output());
        assertThat(told.find()).isTrue();
        assertThat(told.group(1)).isEqualTo(Integer.toString(MTU_BYTES));
    }

    /// To the office they are cut before encryption; the office's kernel cuts its ESP packets.
    @Test
    void tooLongWithoutIsCutBeforeEncryptionAndFragmentsOfEspArePutTogether() {
        up();
        try (Capture wire = wire("ip proto 50")) {
            Ping ping = longPing("dont", LabPlan.TENANT_MTU_BYTES);
            assertThat(ping.received()).as(sites::logs).isPositive();
            wire.await("> " + LabPlan.GATEWAY_FRONT_END);
            List<String> packets = wire.packets();
            assertThat(packets)
                    .filteredOn(line -> line.contains("> " + PeerConnection.outer(OFFICE)))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.contains("offset 0, flags [") && !line.contains("[+]"));
            assertThat(packets)
                    .filteredOn(line -> line.contains("> " + LabPlan.GATEWAY_FRONT_END))
                    .anyMatch(line -> line.contains("[+]"));
        }
    }

    /// Nobody makes IPv6 packets smaller than 1280 bytes: the outer ones are cut (RFC 2473 §7.1).
    @Test
    void whereTheWayTakes1280BytesIpv6PacketsOfThatLengthPassInside() {
        Station vm = sites.lab.tenants().fabrikamWeb().station();
        assertThat(Sites.reaches(vm, INNER_6)).as(sites::logs).isTrue();
        Matcher spi =
                Pattern.compile("\"spisOut\" ?: ?\"([0-9a-f]{8})")
                        .matcher(
                                sites.lab
                                        .gateway()
                                        .control("show", "tunnels", "--tenant=fabrikam", "--json")
                                        .output());
        assertThat(spi.find()).isTrue();
        sites.device()
                .namespace()
                .must("/usr/bin/python3", "-c", TOO_BIG, "%s00000001".formatted(spi.group(1)));
        sites.await(
                "the path's MTU",
                () -> sites.lab.gateway().log().contains("connection=office-6 bytes=1280"));
        try (Capture wire = wire("ip6[6] == 44")) {
            Ping fits = vm.ping(INNER_6, "-M", "do", "-s", "1232", "-c", "3", "-W", "5");
            assertThat(fits.received()).as(sites::logs).isPositive();
            wire.await("> " + OUTER_6 + ": frag");
        }
        Ping tooLong = vm.ping(INNER_6, "-M", "do", "-s", "1233", "-c", "3", "-W", "5");
        assertThat(tooLong.received()).isZero();
        assertThat(tooLong.mtuBytes()).isEqualTo(1280);
    }

    /// @param packetBytes of the inner IPv4 packet
    private Ping longPing(String dontFragment, int packetBytes) {
        return sites.vm()
                .ping(
                        PeerConnection.inner(OFFICE),
                        "-M",
                        dontFragment,
                        "-s",
                        Integer.toString(packetBytes - PING_HEADERS_BYTES),
                        "-c",
                        "3",
                        "-i",
                        "0.3",
                        "-W",
                        "5");
    }

    private void up() {
        assertThat(Sites.reaches(sites.vm(), PeerConnection.inner(OFFICE)))
                .as(sites::logs)
                .isTrue();
    }

    @Test
    void whatIsForgedRepeatedOrNotAgreedOnIsDroppedAndCounted() {
        up();
        String here = PeerConnection.inner(OFFICE);
        long refused = dropsIn();

        dropped("esp-authentication", () -> send(here, LabPlan.WEB_CA, 1, 24));
        dropped("esp-authentication", () -> send(here, LabPlan.WEB_CA, 1, 4));
        dropped("esp-replayed", () -> send(here, LabPlan.WEB_CA, 2, -1));
        dropped("esp-selector", () -> send("172.16.2.1", LabPlan.WEB_CA, 1, -1));
        dropped("esp-selector", () -> send(here, LabPlan.DATA_CA, 1, -1));
        assertThat(dropsIn() - refused).isEqualTo(5);
        assertThat(sites.passes(OFFICE)).as("the honest go on").isTrue();
    }

    private void send(String from, String to, int copies, int flip) {
        device.send("office1", from, to, copies, flip);
    }

    private long dropsIn() {
        return sites.row(OFFICE).path("dropsIn").asLong();
    }

    private void dropped(String reason, Runnable action) {
        long before = sites.lab.gateway().drops(reason);
        action.run();
        sites.await(reason, () -> sites.lab.gateway().drops(reason) == before + 1);
    }

    @Test
    void whatComesInAnotherOrderArrives() {
        up();
        long before = sites.lab.gateway().drops("esp-");
        device.reverse(10);
        Ping ping =
                sites.device()
                        .ping(
                                LabPlan.WEB_CA,
                                "-I",
                                PeerConnection.inner(OFFICE),
                                "-c",
                                "10",
                                "-i",
                                "0.05",
                                "-W",
                                "10");
        assertThat(ping.received()).as(sites::logs).isEqualTo(10);
        assertThat(sites.lab.gateway().drops("esp-")).isEqualTo(before);
    }
}
