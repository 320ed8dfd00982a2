package io.hnvgateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.PollSet;
import io.hnvgateway.dataplane.xdp.OccupiedQueue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("net")
class DataPathNetTest {
    private static final byte[] NVGRE =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(5001)));
    private static final byte[] FOREIGN =
            Frames.ethernet(
                    Frames.TO_DEVICE,
                    "0800",
                    Frames.ipv4(TestPolicies.FOREIGN_ADDRESS, 17, Frames.udp(1, 2)));

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void handsOnlyTheGatewaysFramesToTheWorker(DataPathMode mode) {
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END)) {
            fixture.peer.send(FOREIGN, NVGRE);
            assertThat(fixture.receive(1)).containsExactly(NVGRE);
            assertThat(fixture.frames(SteeringVerdict.GATEWAY_NVGRE)).isEqualTo(1);
            assertThat(fixture.frames(SteeringVerdict.DROP_FOREIGN_IPV4)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void receivesTheVlanTagOfATaggedFrame(DataPathMode mode) {
        byte[] tagged =
                Frames.tagged(
                        TestPolicies.BACK_END_VLAN,
                        Frames.TO_DEVICE,
                        "0800",
                        Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(5001)));
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END)) {
            fixture.peer.send(tagged);
            assertThat(fixture.receive(1)).containsExactly(tagged);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void sendsFramesAndReturnsThemToThePool(DataPathMode mode) {
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END);
                FrameCapture capture = fixture.peer.capture()) {
            int before = fixture.path.framePool().available();
            assertThat(fixture.transmit(NVGRE)).isTrue();
            assertThat(capture.await(f -> Arrays.equals(f, NVGRE), Duration.ofSeconds(30)))
                    .isNotNull();
            fixture.awaitFrames(before);
            assertThat(fixture.port().statistics().sentFrames()).isEqualTo(1);
        }
    }

    @Test
    void completesTheChecksumThatALocalSenderLeftOut() {
        try (var fixture = new DataPathFixture(DataPathMode.PACKET, PortRole.FRONT_END)) {
            fixture.peer.offloads("on");
            fixture.peer.inPeer("ip addr add 192.0.2.9/24 dev peer0");
            fixture.peer.inPeer("ip route add default dev peer0");
            String public0 = TestPolicies.PUBLIC_ADDRESS;
            fixture.peer.inPeer("ip neigh add " + public0 + " lladdr 02:00:00:00:00:01 dev peer0");
            fixture.peer.inPeer(
                    "python3 -c __import__('socket').socket(2,2).sendto(b'abc',('"
                            + public0
                            + "',9))");
            List<byte[]> frames = fixture.receive(1);
            assertThat(frames).hasSize(1);
            assertThat(UdpChecks.checksumIsRight(frames.getFirst())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void losesNoFrameOverManyRoundsOfTheRing(DataPathMode mode) {
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END)) {
            byte[][] burst = new byte[200][];
            Arrays.fill(burst, NVGRE);
            for (int round = 0; round < 5; round++) {
                fixture.peer.send(burst);
                assertThat(fixture.receive(burst.length)).hasSize(burst.length);
            }
            assertThat(fixture.port().statistics().lostRingFull()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP_GENERIC"}) // native XDP refuses such an MTU on a veth
    void countsFramesThatAreTooLongForAFrame(DataPathMode mode) {
        VethPeer peer = new VethPeer();
        Shell.run("ip link set " + peer.device() + " mtu 3900");
        peer.inPeer("ip link set peer0 mtu 3900");
        byte[] payload = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, new byte[3850]);
        try (var fixture = new DataPathFixture(peer, mode, PortRole.BACK_END)) {
            peer.send(Frames.ethernet(Frames.TO_DEVICE, "0800", payload), NVGRE);
            assertThat(fixture.receive(1)).containsExactly(NVGRE);
            assertThat(fixture.port().statistics().lostTooLong()).isEqualTo(1);
        }
    }

    @Test
    void takesTheGenericHookWhereTheDriverHasNone() {
        VethPeer peer = new VethPeer();
        peer.inPeer("ip link set peer0 mtu 9000"); // native XDP is refused then
        try (var fixture = new DataPathFixture(peer, DataPathMode.AUTO, PortRole.BACK_END)) {
            assertThat(fixture.path.choice().mode()).isEqualTo(DataPathMode.XDP_GENERIC);
            fixture.peer.send(NVGRE);
            assertThat(fixture.receive(1)).containsExactly(NVGRE);
            assertThat(fixture.transmit(NVGRE)).isTrue();
        }
    }

    @Test
    void takesPacketSocketsWhereXdpCannotBeHadAndSaysWhy() {
        VethPeer peer = new VethPeer();
        try (var _ = new OccupiedQueue(NetDevice.of(peer.device()));
                var fixture = new DataPathFixture(peer, DataPathMode.AUTO, PortRole.BACK_END)) {
            assertThat(fixture.path.choice().mode()).isEqualTo(DataPathMode.PACKET);
            assertThat(fixture.path.choice().reason()).contains("bind AF_XDP");
        }
    }

    @Test
    void takesXdpWhereItCanBeHad() {
        try (var fixture = new DataPathFixture(DataPathMode.AUTO, PortRole.BACK_END)) {
            assertThat(fixture.path.choice().mode()).isEqualTo(DataPathMode.XDP);
        }
    }

    @Test
    void worksOverTheGenericHookIfTold() {
        try (var fixture = new DataPathFixture(DataPathMode.XDP_GENERIC, PortRole.BACK_END)) {
            fixture.peer.send(NVGRE);
            assertThat(fixture.receive(1)).containsExactly(NVGRE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void opensAgainAfterItWasClosed(DataPathMode mode) {
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END)) {
            fixture.path.close();
            try (DataPath again =
                    DataPathOpener.open(
                            new DataPathConfig(
                                    mode,
                                    List.of(fixture.peer.device()),
                                    DataPathConfig.Sizes.SMALL),
                            TestPolicies.everything(fixture.peer.device(), PortRole.BACK_END))) {
                assertThat(new VsidArray(again.memory().vsidCompartments()).get(5001)).isEqualTo(1);
                assertThat(again.memory().flowTable().byteSize()).isEqualTo(64L * 1024);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void goesOnAfterItsDeviceWentDownAndUp(DataPathMode mode) {
        try (var fixture = new DataPathFixture(mode, PortRole.BACK_END)) {
            Shell.run("ip link set " + fixture.peer.device() + " down");
            PollSet descriptors = new PollSet(fixture.port().pollDescriptors());
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                descriptors.await(1);
            }
            assertThat(System.nanoTime() - begin)
                    .as("rests though the socket has an error")
                    .isGreaterThan(15_000_000);
            Shell.run("ip link set " + fixture.peer.device() + " up");
            fixture.peer.send(NVGRE);
            assertThat(fixture.receive(1)).containsExactly(NVGRE);
        }
    }
}
