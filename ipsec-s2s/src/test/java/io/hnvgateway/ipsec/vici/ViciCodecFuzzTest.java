package io.hnvgateway.ipsec.vici;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Any bytes as a packet: read or refused; what is read is written and read again as it was.
class ViciCodecFuzzTest {

    @FuzzTest
    void bytesAreReadOrRefused(byte[] data) {
        ViciPacket packet;
        try {
            packet = ViciCodec.decode(Unpooled.wrappedBuffer(data));
        } catch (ViciFormatException e) {
            return;
        }
        if (!isText(packet)) {
            return;
        }
        ByteBuf again = Unpooled.buffer();
        try {
            ViciCodec.encode(packet, again);
        } catch (IllegalArgumentException tooLong) {
            if (new String(data, StandardCharsets.UTF_8).indexOf('\ufffd') >= 0) {
                return; // a name inside a section, which the packet's text does not show
            }
            throw tooLong;
        }
        if (!ViciCodec.decode(again).equals(packet)) {
            throw new AssertionError("reads differently: " + packet);
        }
    }

    /// Names that are no UTF-8 grow when they are written again.
    private static boolean isText(ViciPacket packet) {
        return packet.toString().indexOf('\ufffd') < 0;
    }
}
