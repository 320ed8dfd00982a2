package io.hnvgateway.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Ipv6ExtensionsTest {
    private static final int[] KINDS = {0, 43, 44, 51, 60, 135, 139, 140, 6, 17, 58, 50, 59, 255};

    /// Packets whose chain is likely, but not sure, to be sound.
    @Provide
    Arbitrary<byte[]> packets() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(40)
                .ofMaxSize(160)
                .map(Ipv6ExtensionsTest::likelyChain);
    }

    private static byte[] likelyChain(byte[] noise) {
        byte[] ip6 = noise.clone();
        ip6[6] = kind(noise[6]);
        for (int at = 40; at + 8 <= ip6.length; at += 8) {
            ip6[at] = kind(noise[at]);
            ip6[at + 1] = (byte) (noise[at + 1] < 0 ? 0 : noise[at + 1] >> 5);
            ip6[at + 2] = noise[at + 2] > 0 ? 0 : noise[at + 2];
            ip6[at + 3] = (byte) (noise[at + 2] > 0 ? noise[at + 3] & 7 : noise[at + 3]);
        }
        return ip6;
    }

    private static byte kind(byte noise) {
        return (byte) KINDS[(noise & 0xff) % KINDS.length];
    }

    @Property(tries = 20_000)
    void walksLikeANaiveReader(@ForAll("packets") byte[] bytes) {
        int[] expected = naive(bytes);
        try (ExactFrame frame = ExactFrame.of(bytes)) {
            long walked = Ipv6Extensions.walk(frame.address(), bytes.length);
            assertThat(walked == Ipv6Extensions.MALFORMED).isEqualTo(expected.length == 0);
            if (expected.length != 0) {
                int[] actual = {
                    Ipv6Extensions.protocol(walked),
                    Ipv6Extensions.upperLayerAt(walked),
                    Ipv6Extensions.fragmentHeaderAt(walked),
                    Ipv6Extensions.fragmentOffset(walked),
                    Ipv6Extensions.moreFragments(walked) ? 1 : 0,
                    Ipv6Extensions.hasSourceRoute(walked) ? 1 : 0
                };
                assertThat(actual).isEqualTo(expected);
            }
        }
    }

    /// Protocol, position, Fragment header, offset, M, routing type 0; or nothing when malformed.
    private static int[] naive(byte[] ip6) {
        int[] malformed = {};
        int next = ip6[6] & 0xff;
        int at = 40;
        int[] fragment = {0, 0, 0};
        int routed = 0;
        for (int count = 0; Arrays.binarySearch(EXTENSIONS, next) >= 0; count++) {
            if (count == 8 || at + 8 > ip6.length || (next == 0 && count > 0)) {
                return malformed;
            }
            int unit = ip6[at + 1] & 0xff;
            int length = next == 44 ? 8 : next == 51 ? unit * 4 + 8 : unit * 8 + 8;
            if (at + length > ip6.length || (next == 44 && fragment[0] != 0)) {
                return malformed;
            }
            if (next == 44) {
                int bits = (ip6[at + 2] & 0xff) << 8 | (ip6[at + 3] & 0xff);
                fragment = new int[] {at, bits & 0xfff8, bits & 1};
            }
            routed |= next == 43 && ip6[at + 2] == 0 ? 1 : 0;
            next = ip6[at] & 0xff;
            at += length;
            if (fragment[1] != 0) {
                break;
            }
        }
        return new int[] {next, at, fragment[0], fragment[1], fragment[2], routed};
    }

    private static final int[] EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140};

    @Example
    void endsAfterEightHeaders() {
        byte[] ip6 = new byte[40 + 9 * 8];
        ip6[6] = 60;
        for (int i = 0; i < 9; i++) {
            ip6[40 + i * 8] = (byte) (i < 7 ? 60 : 17);
        }
        try (ExactFrame frame = ExactFrame.of(ip6)) {
            long walked = Ipv6Extensions.walk(frame.address(), ip6.length);
            assertThat(Ipv6Extensions.protocol(walked)).isEqualTo(17);
            assertThat(Ipv6Extensions.upperLayerAt(walked)).isEqualTo(40 + 64);
            Memory.put8(frame.address() + 40 + 7 * 8, 60);
            assertThat(Ipv6Extensions.walk(frame.address(), ip6.length))
                    .isEqualTo(Ipv6Extensions.MALFORMED);
        }
    }
}
