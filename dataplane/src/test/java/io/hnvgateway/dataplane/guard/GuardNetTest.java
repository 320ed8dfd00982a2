package io.hnvgateway.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.packet.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class GuardNetTest {
    private final VethPeer peer = new VethPeer();
    private final SteeringPolicy policy = TestPolicies.everything(peer.device());

    @AfterEach
    void close() {
        Guard.detach(List.of(peer.device()));
        peer.close();
    }

    private String rules() {
        return Shell.run("nft list table netdev hnv_guard_" + Guard.encode(peer.device()));
    }

    private GuardedSteering guarded(Steering behind) {
        return GuardedSteering.setUp(new Guard(List.of(peer.device())), policy).before(behind);
    }

    /// Steering that remembers what the guard said when it was applied.
    private final class Witness implements Steering {
        final List<String> rulesSeen = new ArrayList<>();

        @Override
        public void apply(SteeringPolicy next) {
            rulesSeen.add(rules());
        }

        @Override
        public SteeringPolicy current() {
            return policy;
        }
    }

    @Test
    void setsUpItsTableBeforeAnythingElseAndStaysUntilDetached() {
        guarded(new Witness());
        assertThat(rules()).contains("192.0.2.1", "198.51.100.0/24", "203.0.113.10", "drop");
        assertThat(Guard.guardedDevices()).contains(peer.device());
        Guard.detach(List.of(peer.device()));
        assertThat(Guard.guardedDevices()).doesNotContain(peer.device());
    }

    @Test
    void guardsOldAndNewWhileSteeringChangesAndOnlyTheNewAfterwards() {
        Witness witness = new Witness();
        GuardedSteering steering = guarded(witness);
        steering.apply(policy.withPublic(Set.of(Ipv4Prefix.parse("198.18.0.0/15")), Set.of()));
        assertThat(witness.rulesSeen.getFirst()).contains("198.18.0.0/15", "203.0.113.10");
        assertThat(rules()).contains("198.18.0.0/15").doesNotContain("203.0.113.10");
    }

    @Test
    void dropsTunnelTrafficTaggedOrNotAndPublicTrafficButNotTheHosts() {
        guarded(new Witness());
        byte[] nvgre = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(1));
        peer.send(
                toDevice(nvgre),
                Frames.tagged(9, Frames.TO_DEVICE, "0800", nvgre),
                toDevice(Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, 17, Frames.udp(1, 2))),
                toDevice(Frames.ipv4(TestPolicies.HOST_IN_ROUTED_PREFIX, 17, Frames.udp(1, 2))),
                toDevice(Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 17, Frames.udp(1, 2))));
        assertThat(rules())
                .containsPattern("provider_addresses counter packets 2 ")
                .containsPattern("public_prefixes counter packets 1 ");
    }

    private static byte[] toDevice(byte[] packet) {
        return Frames.ethernet(Frames.TO_DEVICE, "0800", packet);
    }

    @Test
    void keepsWhatAnEarlierProcessGuardedUntilAPolicyIsApplied() {
        guarded(new Witness());
        GuardedSteering restarted =
                GuardedSteering.setUp(new Guard(List.of(peer.device())), SteeringPolicy.EMPTY)
                        .before(new Witness());
        assertThat(rules()).contains("203.0.113.10").containsOnlyOnce("chain ingress");
        assertThat(rules()).containsOnlyOnce("ip protocol gre");
        restarted.apply(SteeringPolicy.EMPTY);
        assertThat(rules()).doesNotContain("203.0.113.10");
    }

    @Test
    void replacesATableThatItDoesNotUnderstand() {
        String table = "netdev hnv_guard_" + Guard.encode(peer.device());
        Nft.run("table " + table + " { set public_prefixes { type ether_addr; }\n}\n");
        guarded(new Witness());
        assertThat(rules()).contains("203.0.113.10", "drop");
    }

    @Test
    void saysWhatNftSaysWhenItRefusesAScript() {
        assertThatThrownBy(() -> Nft.run("add set netdev hnv_guard_none x\n"))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("nft refused the guard's rules")
                .hasMessageContaining("add set");
    }
}
