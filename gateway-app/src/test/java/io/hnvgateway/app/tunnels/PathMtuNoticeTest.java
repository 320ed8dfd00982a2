package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMtuNoticeTest {
    private static final IpAddress OWN = IpAddress.parse("198.51.100.1");
    private static final IpAddress PEER = IpAddress.parse("203.0.113.50");
    private static final IpAddress OWN_IPV6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress PEER_IPV6 = IpAddress.parse("2001:db8:9::50");
    private static final int SPI = 0xabc0_0001;
    private static final int ORIGINAL_BYTES = 1500;

    /// An error with the first bytes of a packet from [#OWN] to [#PEER].
    private static ByteBuffer error(int code, int mtuBytes, int protocol, int... behind) {
        ByteBuffer packet = ByteBuffer.allocate(20 + 8 + 20 + behind.length * 4);
        packet.putInt(0x45c0_0000 | packet.capacity()).putInt(0).putInt(64 << 24 | 1 << 16);
        packet.putInt(IpAddress.parse("192.0.2.7").ipv4Bits()).putInt(OWN.ipv4Bits());
        packet.putInt(3 << 24 | code << 16).putInt(mtuBytes);
        packet.putInt(0x4500_0000 | ORIGINAL_BYTES)
                .putInt(0x4000)
                .putInt(63 << 24 | protocol << 16);
        packet.putInt(OWN.ipv4Bits()).putInt(PEER.ipv4Bits());
        for (int word : behind) {
            packet.putInt(word);
        }
        return sealed(packet.flip());
    }

    private static ByteBuffer sealed(ByteBuffer packet) {
        int sum = 0;
        packet.putShort(22, (short) 0);
        for (int i = 20; i < packet.limit(); i += 2) {
            sum += Short.toUnsignedInt(packet.getShort(i));
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return packet.putShort(22, (short) ~((sum >>> 16) + sum));
    }

    private static ByteBuffer error6(int mtuBytes, int protocol, int... behind) {
        ByteBuffer message = ByteBuffer.allocate(8 + 40 + behind.length * 4);
        message.putInt(2 << 24).putInt(mtuBytes);
        message.putInt(6 << 28).putInt(1460 << 16 | protocol << 8 | 63);
        message.putLong(OWN_IPV6.high()).putLong(OWN_IPV6.low());
        message.putLong(PEER_IPV6.high()).putLong(PEER_IPV6.low());
        for (int word : behind) {
            message.putInt(word);
        }
        return message.flip();
    }

    @Test
    void readsWhatTellsATunnel() {
        assertThat(PathMtuNotice.ipv4(error(4, 1400, IpProtocol.ESP, SPI, 1)))
                .contains(
                        new PathMtuNotice(
                                OWN, PEER, IpProtocol.ESP, 0, Integer.toUnsignedLong(SPI), 1400));
        int ports = 4500 << 16 | 61000;
        assertThat(PathMtuNotice.ipv4(error(4, 1400, IpProtocol.UDP, ports, 0, SPI)))
                .contains(
                        new PathMtuNotice(
                                OWN,
                                PEER,
                                IpProtocol.UDP,
                                ports,
                                Integer.toUnsignedLong(SPI),
                                1400));
        assertThat(PathMtuNotice.ipv4(error(4, 1400, IpProtocol.UDP, ports, 0)))
                .as("eight bytes are all that a router must quote (RFC 792)")
                .contains(
                        new PathMtuNotice(
                                OWN, PEER, IpProtocol.UDP, ports, PathMtuNotice.UNTOLD, 1400));
        assertThat(PathMtuNotice.ipv4(error(4, 1400, IpProtocol.GRE, 0x2000_0800, 7)))
                .contains(new PathMtuNotice(OWN, PEER, IpProtocol.GRE, 0, 7, 1400));
        assertThat(PathMtuNotice.ipv4(error(4, 1400, IpProtocol.GRE, 0x0800, 7)))
                .contains(
                        new PathMtuNotice(
                                OWN, PEER, IpProtocol.GRE, 0, PathMtuNotice.UNTOLD, 1400));
        assertThat(PathMtuNotice.ipv6(error6(1400, IpProtocol.ESP, SPI)))
                .contains(
                        new PathMtuNotice(
                                OWN_IPV6,
                                PEER_IPV6,
                                IpProtocol.ESP,
                                0,
                                Integer.toUnsignedLong(SPI),
                                1400));
    }

    @ParameterizedTest
    @CsvSource({"0, 1492", "68, 576", "575, 576", "1300, 1300", "1499, 1499"})
    void anMtuThatIsLeftOutOrTooLowIsAnother(int named, int understood) {
        assertThat(PathMtuNotice.ipv4(error(4, named, IpProtocol.ESP, SPI, 1)))
                .map(PathMtuNotice::mtuBytes)
                .contains(understood);
    }

    @ParameterizedTest
    @CsvSource({"0, 1280", "1279, 1280", "1400, 1400", "1499, 1499"})
    void ofIpv6NoneIsBelow1280(int named, int understood) {
        assertThat(PathMtuNotice.ipv6(error6(named, IpProtocol.ESP, SPI)))
                .map(PathMtuNotice::mtuBytes)
                .contains(understood);
    }

    @Test
    void whatIsNoSuchErrorIsPassedOver() {
        assertThat(PathMtuNotice.ipv4(error(3, 1400, IpProtocol.ESP, SPI, 1))).isEmpty();
        assertThat(PathMtuNotice.ipv4(error(4, 1400, 6, 80, 1))).isEmpty();
        assertThat(PathMtuNotice.ipv4(error(4, ORIGINAL_BYTES, IpProtocol.ESP, SPI, 1))).isEmpty();
        assertThat(PathMtuNotice.ipv6(error6(ORIGINAL_BYTES, IpProtocol.ESP, SPI))).isEmpty();
        assertThat(PathMtuNotice.ipv6(error6(-1, IpProtocol.ESP, SPI))).isEmpty();
        ByteBuffer damaged = error(4, 1400, IpProtocol.ESP, SPI, 1);
        damaged.put(27, (byte) 1);
        assertThat(PathMtuNotice.ipv4(damaged)).isEmpty();
        ByteBuffer fragment = error(4, 1400, IpProtocol.ESP, SPI, 1);
        fragment.putShort(20 + 8 + 6, (short) 185);
        assertThat(PathMtuNotice.ipv4(sealed(fragment))).isEmpty();
    }

    @Test
    void noLengthIsBelieved() {
        Random random = new Random(7);
        ByteBuffer whole = error(4, 1400, IpProtocol.GRE, 0x2000_0800, 7);
        for (int bytes = 0; bytes < whole.limit(); bytes++) {
            ByteBuffer cut = whole.duplicate().limit(bytes);
            assertThat(PathMtuNotice.ipv4(cut)).as("%d bytes", bytes).isEmpty();
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = error(4, 1400, IpProtocol.UDP, 1, 2, 3).array();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            ByteBuffer some = ByteBuffer.wrap(noise, 0, random.nextInt(noise.length + 1));
            assertThatCode(() -> read(some)).doesNotThrowAnyException();
        }
    }

    private static Optional<PathMtuNotice> read(ByteBuffer bytes) {
        return PathMtuNotice.ipv4(bytes).or(() -> PathMtuNotice.ipv6(bytes));
    }
}
