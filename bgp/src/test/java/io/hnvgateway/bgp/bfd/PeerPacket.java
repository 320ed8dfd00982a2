package io.hnvgateway.bgp.bfd;

import java.nio.ByteBuffer;

/// A control packet as a peer writes it, byte by byte; well-formed until told otherwise.
final class PeerPacket {
    static final int DISCRIMINATOR = 0xc0ffee01;

    final byte[] bytes = new byte[40];
    int length = BfdHeader.BYTES;
    int ttl = 255;
    private final ByteBuffer fields = ByteBuffer.wrap(bytes);

    PeerPacket(int yours) {
        fields.put(0, (byte) (1 << 5));
        fields.put(2, (byte) 3);
        fields.put(3, (byte) BfdHeader.BYTES);
        fields.putInt(4, DISCRIMINATOR);
        fields.putInt(8, yours);
        intervals(100_000, 100_000);
        state(BfdState.UP);
    }

    PeerPacket state(BfdState state) {
        return set(1, (state.code() << 6) | (fields.get(1) & 63));
    }

    PeerPacket flag(int flag) {
        return set(1, fields.get(1) | flag);
    }

    PeerPacket intervals(int desiredMinTxUs, int requiredMinRxUs) {
        fields.putInt(12, desiredMinTxUs);
        fields.putInt(16, requiredMinRxUs);
        return this;
    }

    PeerPacket set(int offset, int value) {
        fields.put(offset, (byte) value);
        return this;
    }

    PeerPacket set32(int offset, int value) {
        fields.putInt(offset, value);
        return this;
    }

    PeerPacket length(int bytesOfPayload) {
        length = bytesOfPayload;
        return this;
    }

    PeerPacket ttl(int arrived) {
        ttl = arrived;
        return this;
    }
}
