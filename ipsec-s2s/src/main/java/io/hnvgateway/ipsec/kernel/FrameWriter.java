package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.packet.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Builds one frame; unpooled, so that [#frame] can be overwritten after it was sent.
final class FrameWriter {
    private final ByteBuf frame = Unpooled.directBuffer(64, KernelProtocol.MAX_LENGTH);

    private FrameWriter(int type, int number) {
        frame.writeInt(0).writeByte(type).writeInt(number);
    }

    static FrameWriter answer(int requestType, int number, int status) {
        return new FrameWriter(requestType | KernelProtocol.ANSWER, number).u8(status);
    }

    static FrameWriter notice(int type) {
        return new FrameWriter(type, 0);
    }

    FrameWriter u8(int value) {
        frame.writeByte(value);
        return this;
    }

    FrameWriter u16(int value) {
        frame.writeShort(value);
        return this;
    }

    FrameWriter u32(int value) {
        frame.writeInt(value);
        return this;
    }

    FrameWriter u64(long value) {
        frame.writeLong(value);
        return this;
    }

    FrameWriter bytes(byte[] value) {
        frame.ensureWritable(Short.BYTES + value.length, true);
        frame.writeShort(value.length).writeBytes(value);
        return this;
    }

    FrameWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    FrameWriter host(IpAddress address, int port) {
        if (address.isIpv4()) {
            u8(Integer.BYTES).u32(address.ipv4Bits());
        } else {
            u8(2 * Long.BYTES).u64(address.high()).u64(address.low());
        }
        return u16(port);
    }

    /// The whole frame; the caller's to release.
    ByteBuf frame() {
        return frame.setInt(0, frame.writerIndex() - KernelProtocol.LENGTH_BYTES);
    }
}
