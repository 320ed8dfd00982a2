package io.hnvgateway.app.pipeline;

import io.hnvgateway.app.desired.BgpPeering;
import io.hnvgateway.app.pipeline.TcpPackets.Segment;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Segments of one session of BGP, whose peer is a VM, both ways. Makes no object per packet.
final class PuntTraffic {
    private static final long SPEAKERS_MAC = 0x02_48_4e_56_00_01L;
    private static final int TTL = 255;

    /// Well within a peer's limit.
    private static final long PACE_NS = 1_000_000;

    private final PipelineWorld world;
    private final RecyclingPort speakers;
    private final MemorySegment ofVm;
    private final MemorySegment ofSpeakers;
    private final FrameBatch batch = new FrameBatch();

    PuntTraffic(PipelineWorld world) {
        this.world = world;
        speakers = new RecyclingPort(PuntPath.LINK, "hnv-bgp", SPEAKERS_MAC, world.frames);
        world.core.pipeline().speakers(speakers);
        IpAddress peer = IpAddress.ofIpv4(PipelineWorld.VM);
        IpAddress local = IpAddress.parse("10.254.254.1");
        world.publish(
                List.of(
                        PipelineWorld.network(0)
                                .withPeerings(List.of(new BgpPeering(peer, local)))));
        Segment up = new Segment(peer.toString(), local.toString(), 40000, 179, TcpPackets.ACK, 0);
        Segment down = new Segment("10.0.0.1", "10.128.0.1", 179, 40000, TcpPackets.ACK, 0);
        ofVm = memory(TunnelWorld.ofVm(0, up.bytes(TTL, 100)));
        ofSpeakers = memory(TunnelWorld.ethernet(SPEAKERS_MAC, SPEAKERS_MAC, down.bytes(TTL, 100)));
    }

    private static MemorySegment memory(byte[] frame) {
        MemorySegment copy = Arena.global().allocate(frame.length);
        MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
        return copy;
    }

    void toSpeakers(int packets) {
        for (int i = 0; i < packets; i++) {
            receive(world.back, ofVm);
        }
    }

    void fromSpeakers(int packets) {
        for (int i = 0; i < packets; i++) {
            receive(speakers, ofSpeakers);
        }
    }

    private void receive(RecyclingPort from, MemorySegment frame) {
        world.nowNs += PACE_NS;
        long at = world.frames.allocate() + FramePool.HEADROOM_BYTES;
        Memory.copy(frame.address(), at, frame.byteSize());
        batch.clear();
        batch.add(at, (int) frame.byteSize());
        world.core.pipeline().onBatch(from, batch, world.nowNs);
    }

    long sentToSpeakers() {
        return speakers.sent;
    }
}
