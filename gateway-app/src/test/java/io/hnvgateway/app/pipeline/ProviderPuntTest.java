package io.hnvgateway.app.pipeline;

import static io.hnvgateway.app.pipeline.TcpPackets.ACK;
import static io.hnvgateway.app.pipeline.TcpPackets.SYN;
import static io.hnvgateway.app.pipeline.TunnelPackets.inner;
import static io.hnvgateway.app.pipeline.TunnelPackets.u16;
import static io.hnvgateway.app.pipeline.TunnelWorld.OFFICE;
import static io.hnvgateway.app.pipeline.TunnelWorld.into;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.app.compile.BgpFixture;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.ProviderBgp;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.pipeline.TcpPackets.Segment;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.MacAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// BGP of the provider's router through a whole pipeline, the test being router and speaker: who
/// else pretends to be it does not get there.
@ParameterizedClass(name = "{0} workers")
@ValueSource(ints = {1, 2})
class ProviderPuntTest {
    private static final String ROUTER = "198.51.100.1";
    private static final String GATEWAY = "198.51.100.2";
    private static final String PEER_ALIAS = "10.128.0.1";
    private static final String SPEAKER = "10.0.0.1";
    private static final long SPEAKERS_MAC = 0x02_48_4e_56_00_01L;

    private final TunnelWorld t;
    private final List<RecyclingPort> speakers = new ArrayList<>();
    private final int freeFrames;

    ProviderPuntTest(int workers) {
        t = new TunnelWorld(workers);
        for (int i = 0; i < workers; i++) {
            RecyclingPort port =
                    new RecyclingPort(PuntPath.LINK, "hnv-bgp", SPEAKERS_MAC, t.world.pools.get(i));
            port.keeping = true;
            speakers.add(port);
            t.core().pipeline(i).speakers(port);
        }
        freeFrames = t.world.freeFrames();
    }

    @AfterEach
    void close() {
        assertThat(t.held()).isZero();
        assertThat(t.world.freeFrames()).as("frames").isEqualTo(freeFrames);
        t.close();
    }

    private void speak(Ttl ttl, TenantNetwork... networks) {
        ProviderBgp bgp = BgpFixture.provider(List.of(), ttl, ROUTER);
        t.core()
                .target()
                .prepare(
                        new NetworkChanges(
                                List.of(networks),
                                Set.of(),
                                new NetworkChanges.ProviderChange(bgp)))
                .publish(PhaseTimes.start());
    }

    private void fromSpeakers(byte[] packet) {
        t.receive(0, speakers.getFirst(), TunnelWorld.ethernet(SPEAKERS_MAC, SPEAKERS_MAC, packet));
    }

    private List<byte[]> toSpeakers() {
        List<byte[]> packets = new ArrayList<>();
        for (RecyclingPort port : speakers) {
            for (byte[] frame : port.kept) {
                byte[] packet = inner(frame, 14);
                packets.add(Arrays.copyOf(packet, u16(packet, 2)));
            }
            port.kept.clear();
        }
        return packets;
    }

    private static Segment segment(String from, String to, int sourcePort, int destinationPort) {
        return new Segment(from, to, sourcePort, destinationPort, ACK, 0);
    }

    private static byte[] bgp() {
        return segment(ROUTER, GATEWAY, 40000, 179).bytes(255, 10);
    }

    @Test
    void theProvidersRouterAndTheSpeakersSpeakBothWays() {
        speak(Ttl.DIRECT);
        Segment syn = new Segment(ROUTER, GATEWAY, 40000, 179, SYN, 1460);
        t.fromOutside(syn.bytes(1, 0));
        t.fromOutside(segment(ROUTER, GATEWAY, 179, 50000).bytes(1, 10));
        assertThat(toSpeakers())
                .containsExactly(
                        syn.between(PEER_ALIAS, SPEAKER).bytes(1, 0),
                        segment(PEER_ALIAS, SPEAKER, 179, 50000).bytes(1, 10));
        fromSpeakers(segment(SPEAKER, PEER_ALIAS, 179, 40000).bytes(1, 20));
        byte[] frame =
                t.world.views.stream()
                        .flatMap(view -> view.get(1).kept.stream())
                        .findFirst()
                        .orElseThrow();
        assertThat(ByteBuffer.wrap(frame).getLong() >>> 16).isEqualTo(PipelineWorld.ROUTER_MAC);
        assertThat(ByteBuffer.wrap(frame, 6, 8).getLong() >>> 16)
                .isEqualTo(PipelineWorld.FRONT_MAC);
        assertThat(t.sentOutside())
                .containsExactly(segment(GATEWAY, ROUTER, 179, 40000).bytes(1, 20));
    }

    @Test
    void whatItTakesIsClampedToTheFrontEnd() {
        speak(Ttl.DIRECT);
        Segment syn = new Segment(ROUTER, GATEWAY, 40000, 179, SYN, 8960);
        t.fromOutside(syn.bytes(1, 0));
        assertThat(toSpeakers())
                .containsExactly(syn.between(PEER_ALIAS, SPEAKER).withMss(1460).bytes(1, 0));
    }

    @Test
    void ttlSecurityHoldsOnTheFrontEndToo() {
        speak(Ttl.SECURITY);
        t.fromOutside(segment(ROUTER, GATEWAY, 40000, 179).bytes(254, 10));
        assertThat(t.dropsOutside(DropReason.BGP_TTL)).isEqualTo(1);
        t.fromOutside(bgp());
        assertThat(toSpeakers()).hasSize(1);
    }

    @Test
    void othersOnTheFrontEndAreTheHosts() {
        speak(Ttl.DIRECT);
        t.fromOutside(segment("198.51.100.9", GATEWAY, 40000, 179).bytes(64, 10));
        t.fromOutside(segment(ROUTER, GATEWAY, 40000, 22).bytes(64, 10));
        assertThat(toSpeakers()).isEmpty();
        assertThat(t.sentOutside()).isEmpty();
        fromSpeakers(segment(SPEAKER, "10.128.0.2", 179, 40000).bytes(64, 10));
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).isEqualTo(1);
        assertThat(t.sentOutside()).isEmpty();
    }

    @Test
    void theBackEndIsNoWayToPretendToBeIt() {
        speak(Ttl.DIRECT);
        byte[] frame = TunnelWorld.ethernet(PipelineWorld.BACK_MAC, PipelineWorld.HOST_MAC, bgp());
        t.receive(0, t.world.back, frame);
        assertThat(toSpeakers()).isEmpty();
    }

    /// A tenant's addresses are its own: one of them may be the router's.
    @Test
    void aTenantsVmWithItsAddressIsNotIt() {
        TenantNetwork one = withVmOfItsAddress(PipelineWorld.network(0));
        speak(Ttl.DIRECT, one);
        t.fromVm(0, bgp());
        assertThat(toSpeakers()).as("by NAT").isEmpty();
        assertThat(t.drops(0, DropReason.PROTECTED_DESTINATION)).isEqualTo(1);
        speak(Ttl.DIRECT, routedDirectly(one));
        t.fromVm(0, bgp());
        assertThat(toSpeakers()).as("routed directly").isEmpty();
        assertThat(t.drops(0, DropReason.PROTECTED_DESTINATION)).isEqualTo(2);
        byte[] hairpin = segment(ROUTER, "198.51.100.129", 40000, 179).bytes(255, 10);
        t.fromVm(0, hairpin);
        assertThat(toSpeakers()).as("to another tenant's public address").isEmpty();
        t.sentToVms();
        t.sentOutside();
    }

    @Test
    void aTenantsTunnelIsNoWayToPretendToBeIt() {
        speak(Ttl.DIRECT);
        t.route(0, into(IpPrefix.parse(ROUTER + "/32"), t.gre(0, OFFICE, 7)));
        t.fromOutside(TunnelPackets.gre(OFFICE, 7, bgp()));
        assertThat(toSpeakers()).isEmpty();
        t.sentOutside();
    }

    @Test
    void afterItsEndNothingIsTakenFromIt() {
        speak(Ttl.DIRECT);
        t.core()
                .target()
                .prepare(
                        new NetworkChanges(
                                List.of(), Set.of(), new NetworkChanges.ProviderChange(null)))
                .publish(PhaseTimes.start());
        t.endFarewells();
        t.fromOutside(bgp());
        assertThat(toSpeakers()).isEmpty();
        fromSpeakers(segment(SPEAKER, PEER_ALIAS, 179, 40000).bytes(1, 20));
        assertThat(t.dropsOutside(DropReason.NO_BGP_PEER)).isEqualTo(1);
    }

    private static TenantNetwork withVmOfItsAddress(TenantNetwork network) {
        return network.withLookupRecords(
                List.of(
                        new LookupRecord(
                                "vm",
                                IpAddress.parse(ROUTER),
                                new VirtualSubnetId(PipelineWorld.FIRST_VM_VSID),
                                new MacAddress(PipelineWorld.VM_MAC),
                                IpAddress.ofIpv4(PipelineWorld.HOST))));
    }

    private static TenantNetwork routedDirectly(TenantNetwork n) {
        return new TenantNetwork(
                n.rdid(),
                n.name(),
                n.addressSpace(),
                n.subnets(),
                n.gatewayInterfaces(),
                n.lookupRecords(),
                n.routes(),
                List.of(IpPrefix.parse(ROUTER + "/32")),
                n.translatedPrefixes(),
                n.nat(),
                n.backEnd());
    }
}
