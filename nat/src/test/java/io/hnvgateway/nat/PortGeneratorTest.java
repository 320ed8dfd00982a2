package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpProtocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortGeneratorTest {
    private static final int X = 0x0a00_000a;

    private static List<Integer> candidates(
            long seed, String compartment, int address, int protocol, int port) {
        var generator = new PortGenerator(NatSecrets.ofSeed(seed));
        generator.begin(PortGenerator.identity(compartment), address, protocol, port);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ports.add(generator.candidate(i));
        }
        return ports;
    }

    /// Key and message are 00 01 02 …; the value is that of `openssl mac SIPHASH`.
    @Test
    void theHashIsSipHash24() {
        var hash = new SipHash(0x0706_0504_0302_0100L, 0x0f0e_0d0c_0b0a_0908L);
        assertThat(
                        hash.hash(
                                0x0706_0504_0302_0100L,
                                0x0f0e_0d0c_0b0a_0908L,
                                0x1716_1514_1312_1110L))
                .isEqualTo(0xb8ad_50c6_f649_af94L);
    }

    /// The numbers come from a program in another language that follows the documented algorithm.
    @Test
    void thePortsOfASeedAreTheDocumentedOnes() {
        assertThat(candidates(42, "contoso", X, IpProtocol.UDP, 40_000))
                .containsExactly(63184, 35460, 5116, 35441, 55211, 34222);
    }

    @Test
    void everyPartOfTheEndpointAndTheKeyCount() {
        Set<List<Integer>> all = new HashSet<>();
        all.add(candidates(42, "contoso", X, IpProtocol.UDP, 40_000));
        all.add(candidates(43, "contoso", X, IpProtocol.UDP, 40_000));
        all.add(candidates(42, "woodgrove", X, IpProtocol.UDP, 40_000));
        all.add(candidates(42, "contoso", X + 1, IpProtocol.UDP, 40_000));
        all.add(candidates(42, "contoso", X, IpProtocol.TCP, 40_000));
        all.add(candidates(42, "contoso", X, IpProtocol.UDP, 40_001));
        assertThat(all).hasSize(6);
    }

    @Test
    void theCandidatesCoverTheRange() {
        var generator = new PortGenerator(NatSecrets.ofSeed(1));
        Set<Integer> seen = new HashSet<>();
        for (int port = 0; port < 65_536; port++) {
            generator.begin(1, X, IpProtocol.UDP, port);
            assertThat(generator.candidate(0)).isBetween(1024, 65_535);
            seen.add(generator.candidate(0));
        }
        // As many as random choices would hit: 64512 · (1 − 1/e).
        assertThat(seen.size()).isBetween(40_000, 42_500);
    }
}
