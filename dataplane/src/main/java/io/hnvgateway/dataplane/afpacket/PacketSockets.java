package io.hnvgateway.dataplane.afpacket;

import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// The two sockets of a [PacketPort] with their mapped rings.
public final class PacketSockets implements AutoCloseable {
    private static final int TPACKET_V2 = 1;
    private static final int TPACKET_V3 = 2;
    private static final int RECEIVE_BLOCK_BYTES = 1 << 18;
    private static final int RECEIVE_BLOCKS = 32;
    private static final int LEAST_RECEIVE_BLOCKS = 8;
    private static final int RETIRE_BLOCK_AFTER_MS = 1;
    private static final int TRANSMIT_BLOCK_BYTES = 1 << 16;
    private static final int TRANSMIT_BLOCKS = 64;
    private static final int FEW_TRANSMIT_BLOCKS = 8;
    private static final int SLOT_BYTES = TransmitRing.SLOT_BYTES;
    private static final int ALL_PROTOCOLS = Short.reverseBytes((short) 3);

    private final NetDevice device;
    private final int receiveBlocks;
    private final int transmitBlocks;
    private final PacketSocket receiver;
    private final PacketSocket transmitter;
    private final List<Mapping> mappings = new ArrayList<>();
    private final ReceiveRing receiveRing;
    private final TransmitRing transmitRing;
    private final MemorySegment statistics = Arena.ofAuto().allocate(12, 4);
    private final MemorySegment statisticsLength = Arena.ofAuto().allocate(4, 4);
    private long dropped;

    /// @param workers that share the device's frames; with several nothing is received before
    ///   [PacketFanout#join]
    public PacketSockets(NetDevice device, int workers) {
        this(
                device,
                workers == 1,
                Math.max(LEAST_RECEIVE_BLOCKS, RECEIVE_BLOCKS / workers),
                TRANSMIT_BLOCKS);
    }

    /// Those of a device with little traffic.
    ///
    /// @param receives false: they only send
    public static PacketSockets few(NetDevice device, boolean receives) {
        return new PacketSockets(device, receives, LEAST_RECEIVE_BLOCKS, FEW_TRANSMIT_BLOCKS);
    }

    private PacketSockets(
            NetDevice device, boolean receives, int receiveBlocks, int transmitBlocks) {
        this.device = device;
        this.receiveBlocks = receiveBlocks;
        this.transmitBlocks = transmitBlocks;
        transmitter = new PacketSocket(device.name());
        receiver = new PacketSocket(device.name());
        try {
            prepareTransmitter(transmitter);
            transmitter.bind(device, 0);
            prepareReceiver(receiver);
            transmitRing =
                    new TransmitRing(
                            map(transmitter, (long) TRANSMIT_BLOCK_BYTES * transmitBlocks));
            receiveRing =
                    new ReceiveRing(
                            map(receiver, (long) RECEIVE_BLOCK_BYTES * receiveBlocks),
                            RECEIVE_BLOCK_BYTES);
            if (!receives) {
                receiver.filter(PacketFanout.NOTHING);
            }
            receiver.bind(device, ALL_PROTOCOLS);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private MemorySegment map(PacketSocket socket, long bytes) {
        Mapping mapping = Mapping.populated("packet ring", socket.descriptor(), bytes, 0);
        Memory.register(mapping.segment());
        mappings.add(mapping);
        return mapping.segment();
    }

    private void prepareReceiver(PacketSocket socket) {
        socket.option("PACKET_VERSION", PacketSocket.VERSION, TPACKET_V3);
        socket.option("PACKET_IGNORE_OUTGOING", PacketSocket.IGNORE_OUTGOING, 1);
        socket.option(
                "PACKET_RX_RING",
                PacketSocket.RX_RING,
                RECEIVE_BLOCK_BYTES,
                receiveBlocks,
                SLOT_BYTES,
                RECEIVE_BLOCK_BYTES / SLOT_BYTES * receiveBlocks,
                RETIRE_BLOCK_AFTER_MS,
                0,
                0);
    }

    private void prepareTransmitter(PacketSocket socket) {
        socket.option("PACKET_VERSION", PacketSocket.VERSION, TPACKET_V2);
        socket.option("PACKET_LOSS", PacketSocket.LOSS, 1);
        socket.option("PACKET_QDISC_BYPASS", PacketSocket.QDISC_BYPASS, 1);
        socket.option(
                "PACKET_TX_RING",
                PacketSocket.TX_RING,
                TRANSMIT_BLOCK_BYTES,
                transmitBlocks,
                SLOT_BYTES,
                TRANSMIT_BLOCK_BYTES / SLOT_BYTES * transmitBlocks);
    }

    NetDevice device() {
        return device;
    }

    PacketSocket receiver() {
        return receiver;
    }

    ReceiveRing receiveRing() {
        return receiveRing;
    }

    TransmitRing transmitRing() {
        return transmitRing;
    }

    int receiveDescriptor() {
        return receiver.descriptor();
    }

    int transmitDescriptor() {
        return transmitter.descriptor();
    }

    /// Frames that found the receive ring full, since it was opened.
    synchronized long framesDroppedByKernel() {
        if (receiver.statistics(statistics, statisticsLength)) {
            dropped += Integer.toUnsignedLong(statistics.get(ValueLayout.JAVA_INT, 4));
        }
        return dropped;
    }

    @Override
    public void close() {
        receiver.close();
        transmitter.close();
        for (Mapping mapping : mappings) {
            Memory.unregister(mapping.segment());
            mapping.close();
        }
    }
}
