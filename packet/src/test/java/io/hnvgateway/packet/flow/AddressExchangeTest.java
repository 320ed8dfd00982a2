package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;

/// After an exchange every checksum computed anew fits, and nothing but address and checksums has
/// changed.
class AddressExchangeTest {
    private static final int ETHERNET = 14;
    private static final int[] UPPER = {6, 17, 58};
    private static final int[] CHECKSUM_AT = {16, 6, 2};

    private final ExecutorWorld world = new ExecutorWorld();

    @AfterProperty
    void close() {
        world.close();
    }

    @Property(tries = 2000)
    void keepsIpv6ChecksumsValid(
            @ForAll @Size(min = 20, max = 61) byte[] payload,
            @ForAll boolean source,
            @ForAll long high,
            @ForAll long low) {
        for (int i = 0; i < UPPER.length; i++) {
            byte[] upper = upper(payload, UPPER[i]);
            Packet p = world.receive(TestPackets.ipv6(UPPER[i], upper, CHECKSUM_AT[i]));
            assertThat(p.transport).isNotZero();
            exchange(p, source, high, low);
            byte[] bytes = ip(p);
            byte[] after = Arrays.copyOfRange(bytes, 40, bytes.length);
            ByteBuffer ip = ByteBuffer.wrap(bytes);
            assertThat(TestPackets.transportChecksumFits6(ip, UPPER[i], after)).isTrue();
            assertAddress(p, ip, source, high, low);
            ip.putShort(40 + CHECKSUM_AT[i], (short) 0);
            ByteBuffer.wrap(upper).putShort(CHECKSUM_AT[i], (short) 0);
            assertThat(Arrays.copyOfRange(bytes, 40, bytes.length)).isEqualTo(upper);
        }
    }

    /// Made so that the parser takes it: lengths fit.
    private static byte[] upper(byte[] noise, int protocol) {
        byte[] upper = noise.clone();
        if (protocol == 6) {
            upper[12] = 0x50;
        } else if (protocol == 17) {
            ByteBuffer.wrap(upper).putShort(4, (short) upper.length);
        }
        return upper;
    }

    private static void exchange(Packet p, boolean source, long high, long low) {
        if (source) {
            AddressExchange.source(p, high, low);
        } else {
            AddressExchange.destination(p, high, low);
        }
    }

    private static byte[] ip(Packet p) {
        byte[] bytes = new byte[p.ipTotalBytes];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Memory.u8(p.ip + i);
        }
        return bytes;
    }

    private static void assertAddress(
            Packet p, ByteBuffer ip, boolean source, long high, long low) {
        assertThat(ip.getLong(source ? 8 : 24)).isEqualTo(high);
        assertThat(ip.getLong(source ? 16 : 32)).isEqualTo(low);
        assertThat(source ? p.sourceHigh() : p.destinationHigh()).isEqualTo(high);
        assertThat(source ? p.sourceLow() : p.destinationLow()).isEqualTo(low);
    }

    @Property
    void touchesNoOtherProtocolAndNoLaterFragment(
            @ForAll @Size(40) byte[] payload, @ForAll boolean fragment, @ForAll long low) {
        byte[] behind = payload.clone();
        if (fragment) {
            ByteBuffer.wrap(behind).put(0, (byte) 17).putShort(2, (short) 0x0100);
        }
        Packet p = world.receive(TestPackets.ipv6(fragment ? 44 : 132, behind, -1));
        exchange(p, true, 5, low);
        assertThat(Arrays.copyOfRange(ip(p), 40, 80)).isEqualTo(behind);
    }

    /// RFC 6296 §3.1: 0x1234 moves from one word of the address to another.
    @Property
    void aNeutralExchangeChangesNoByteBehindTheAddresses(
            @ForAll @Size(min = 20, max = 61) byte[] payload) {
        byte[] frame = TestPackets.ipv6(6, upper(payload, 6), 16);
        Packet p = world.receive(frame);
        exchange(p, true, 0x20010db8_12340000L, 0x63 - 0x1234);
        exchange(p, true, 0x20010db8_00000000L, 0x63);
        exchange(p, true, 0x20010db8_00010000L, 0x62);
        byte[] after = ip(p);
        assertThat(Arrays.copyOfRange(after, 40, after.length))
                .isEqualTo(Arrays.copyOfRange(frame, ETHERNET + 40, frame.length));
    }

    @Property
    void keepsIpv4ChecksumsValid(
            @ForAll @Size(max = 40) byte[] data, @ForAll boolean source, @ForAll int address) {
        for (byte[] frame :
                new byte[][] {
                    TestPackets.tcp(data), TestPackets.udp(data), TestPackets.echo(data)
                }) {
            Packet p = world.receive(frame);
            exchange(p, source, 0, IpAddress.mapped(address));
            ByteBuffer ip = ByteBuffer.wrap(ip(p));
            assertThat(TestPackets.ipChecksumFits(ip)).isTrue();
            assertThat(TestPackets.transportChecksumFits(ip)).isTrue();
            assertThat(ip.getInt(source ? 12 : 16)).isEqualTo(address);
            assertThat(source ? p.source : p.destination).isEqualTo(address);
        }
    }

    /// RFC 768.
    @Property
    void leavesAnIpv4DatagramWithoutChecksumWithoutOne(@ForAll int address) {
        byte[] frame = TestPackets.udp(new byte[] {1, 2, 3});
        frame[ETHERNET + 26] = 0;
        frame[ETHERNET + 27] = 0;
        Packet p = world.receive(frame);
        exchange(p, true, 0, IpAddress.mapped(address));
        assertThat(ByteBuffer.wrap(ip(p)).getShort(26)).isZero();
    }

    /// RFC 768: a checksum that comes out as zero is sent as 0xffff; in IPv6 zero would be refused.
    @Property
    void sendsAZeroUdpChecksumAsAllOnes(@ForAll int address) {
        Packet p = world.receive(TestPackets.udpThatSumsToZero(address, 40000));
        exchange(p, true, 0, IpAddress.mapped(address));
        assertThat(ByteBuffer.wrap(ip(p)).getShort(26)).isEqualTo((short) 0xffff);
    }

    @Example
    void fitsItsFamilyOnly() {
        Packet p = new Packet();
        assertThat(AddressExchange.fits(p, 0, IpAddress.mapped(1))).isTrue();
        assertThat(AddressExchange.fits(p, 0x2001L << 48, 1)).isFalse();
        p.ipv6 = true;
        assertThat(AddressExchange.fits(p, 0, IpAddress.mapped(1))).isFalse();
        assertThat(AddressExchange.fits(p, 0x2001L << 48, 1)).isTrue();
    }
}
