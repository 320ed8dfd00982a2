package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.TcpHeader;

/// Last pass: executes the entries of admitted frames that can leave, as [FlowExecutor#execute]
/// does, to the same bytes. A frame for which its port's ring has no room is changed, but not
/// counted in its flow. Owner: one worker.
final class ExecutePass {
    /// Least payload of an Ethernet frame.
    static final int MIN_BYTES = 46;

    private static final int OVERHEAD_BYTES = NvgreEncapsulation.overheadBytes(false);

    private final FlowTable table;
    private final FrameTransmitter transmitter;
    private final IpIdentifications identifications;
    private final PlainRewrite rewrite = new PlainRewrite();

    /// The frame in work.
    private int position;

    ExecutePass(FlowTable table, FrameTransmitter transmitter, IpIdentifications identifications) {
        this.table = table;
        this.transmitter = transmitter;
        this.identifications = identifications;
    }

    /// No frame is in work; `from` will be first.
    void begin(int from) {
        position = from;
    }

    /// Three loops, for one would run into C2's node limit.
    void run(HitCandidates c, int from, int end, int coarseNow) {
        rewrite(c, from, end);
        wrap(c, from, end);
        send(c, from, end, coarseNow);
    }

    /// From here on a frame counts as executed, and as not sent.
    private void rewrite(HitCandidates c, int from, int end) {
        PlainRewrite change = rewrite;
        IpIdentifications ids = identifications;
        for (int i = from; i < end; i++) {
            position = i;
            long hit = c.record(i);
            Memory.putIntNative(hit + HitRecord.SENT, 0);
            acknowledge(hit);
            Memory.putIntNative(hit + HitRecord.ENTROPY, change.run(hit, ids));
        }
    }

    /// The frame in work when a fault ended [#run]; of those before it [HitCandidates#wasSent]
    /// tells.
    int position() {
        return position;
    }

    /// Before it is sent, for then the packet is no longer the worker's. What its sender has got
    /// holds also when the packet finds no room.
    private static void acknowledge(long hit) {
        if ((HitRecord.tcpFlags(hit) & TcpHeader.ACK) != 0) {
            long tcp = HitRecord.ip(hit) + Ipv4Header.BYTES;
            FlowEntry.acknowledged(HitRecord.entry(hit), TcpHeader.acknowledgment(tcp));
        }
    }

    private void wrap(HitCandidates c, int from, int end) {
        IpIdentifications ids = identifications;
        for (int i = from; i < end; i++) {
            long hit = c.record(i);
            long ip = HitRecord.ip(hit);
            int bytes = HitRecord.totalBytes(hit);
            if (Memory.getIntNative(hit + HitRecord.SEGMENT) == 0) {
                link(hit, ip, padded(ip, bytes));
            } else {
                NvgreEncapsulation.writeOverIpv4(hit, ip, ids);
                link(hit, ip - OVERHEAD_BYTES, bytes + OVERHEAD_BYTES);
            }
        }
    }

    private void send(HitCandidates c, int from, int end, int coarseNow) {
        FlowTable flows = table;
        FrameTransmitter ports = transmitter;
        for (int i = from; i < end; i++) {
            long hit = c.record(i);
            int port = Memory.u8(hit + HitRecord.PORT);
            long frame = Memory.getLongNative(hit + HitRecord.FRAME);
            if (ports.transmit(port, frame, Memory.getIntNative(hit + HitRecord.FRAME_BYTES))) {
                Memory.putIntNative(hit + HitRecord.SENT, 1);
                flows.carried(HitRecord.entry(hit), HitRecord.totalBytes(hit), coarseNow);
            }
        }
    }

    /// Fills a short packet with zeroes to the least that Ethernet carries: what stood there may be
    /// another tenant's. Writes whole words, up to 7 bytes behind.
    private static int padded(long ip, int bytes) {
        for (long at = ip + bytes; at < ip + MIN_BYTES; at += Long.BYTES) {
            Memory.put64(at, 0);
        }
        return Math.max(bytes, MIN_BYTES);
    }

    private static void link(long hit, long ip, int bytes) {
        int vlan = Memory.getShortNative(hit + HitRecord.VLAN);
        int headerBytes = EthernetHeader.BYTES;
        if (vlan != 0) {
            headerBytes += EthernetHeader.VLAN_TAG_BYTES;
            Memory.put32(
                    ip - EthernetHeader.VLAN_TAG_BYTES - 2, EthernetHeader.TYPE_VLAN << 16 | vlan);
        }
        long frame = ip - headerBytes;
        Memory.put16(ip - 2, EthernetHeader.TYPE_IPV4);
        Memory.putLongNative(frame, Memory.getLongNative(hit + HitRecord.LINK_MACS));
        Memory.putIntNative(frame + 8, Memory.getIntNative(hit + HitRecord.LINK_MACS + 8));
        Memory.putLongNative(hit + HitRecord.FRAME, frame);
        Memory.putIntNative(hit + HitRecord.FRAME_BYTES, bytes + headerBytes);
    }
}
