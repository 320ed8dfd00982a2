package io.hnvgateway.compartments.punt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PuntTableTest {
    private static final RoutingDomainId TENANT = new RoutingDomainId(new UUID(0, 1));

    private static PuntPeer peer(int number, int compartment, IpAddress peer, IpAddress local) {
        return new PuntPeer(
                number,
                compartment,
                TENANT,
                peer,
                local,
                PuntPeer.Arrival.ANY,
                null,
                new PuntState());
    }

    private static IpAddress address(int bits, boolean ipv6) {
        return ipv6 ? new IpAddress(0x20010db8L << 32, bits) : IpAddress.ofIpv4(0x0a000000 | bits);
    }

    private record Key(int compartment, IpAddress peer, IpAddress local) {}

    /// Few addresses in few compartments, so that most keys differ in one part.
    @Property
    void findsWhatAMapFinds(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 255) Integer> drawn) {
        Map<Key, PuntPeer> model = new HashMap<>();
        for (int bits : drawn) {
            boolean ipv6 = (bits & 1) != 0;
            Key key =
                    new Key(
                            1 + (bits >> 1 & 3),
                            address(bits >> 3 & 3, ipv6),
                            address(bits >> 5, ipv6));
            model.computeIfAbsent(key, k -> peer(model.size() + 1, k.compartment, k.peer, k.local));
        }
        PuntTable table = new PuntTable(model.values());
        for (int bits = 0; bits < 256; bits++) {
            boolean ipv6 = (bits & 1) != 0;
            IpAddress p = address(bits >> 3 & 3, ipv6);
            IpAddress l = address(bits >> 5, ipv6);
            int compartment = 1 + (bits >> 1 & 3);
            assertThat(table.find(compartment, p.high(), p.low(), l.high(), l.low()))
                    .isSameAs(model.get(new Key(compartment, p, l)));
        }
        model.values().forEach(peer -> assertThat(table.get(peer.number())).isSameAs(peer));
        assertThat(table.get(0)).isNull();
        assertThat(table.get(model.size() + 1)).isNull();
        assertThat(table.stream()).hasSize(model.size());
    }

    @Property
    void theNumberIsReadFromThePeersAliasAlone(
            @ForAll @IntRange(min = 1, max = AliasAddress.LIMIT - 1) int n, @ForAll boolean ipv6) {
        assertThat(number(AliasAddress.peer(n, ipv6), ipv6)).isEqualTo(n);
        assertThat(number(AliasAddress.local(n, ipv6), ipv6)).isZero();
    }

    @Property
    void noOtherAddressHasANumber(@ForAll long high, @ForAll long low, @ForAll boolean ipv6) {
        int n = AliasAddress.numberOf(high, low, ipv6);
        assertThat(n == 0 || AliasAddress.peer(n, ipv6).equals(new IpAddress(high, low))).isTrue();
    }

    @Property
    void onlyTheSpeakersOwnAliasGoesWithAPeer(
            @ForAll @IntRange(min = 1, max = AliasAddress.LIMIT - 1) int n,
            @ForAll @IntRange(min = 1, max = AliasAddress.LIMIT - 1) int other,
            @ForAll boolean ipv6) {
        PuntPeer peer = peer(n, 1, address(1, ipv6), address(2, ipv6));
        assertThat(isLocal(peer, AliasAddress.local(other, ipv6), ipv6))
                .isEqualTo(n / 128 == other / 128);
        assertThat(isLocal(peer, AliasAddress.local(n, !ipv6), !ipv6)).as("family").isFalse();
        assertThat(isLocal(peer, peer.peerAlias(), ipv6)).isFalse();
        assertThat(isLocal(peer, peer.localAlias(), ipv6)).isTrue();
    }

    private static int number(IpAddress peer, boolean ipv6) {
        return AliasAddress.numberOf(peer.high(), peer.low(), ipv6);
    }

    private static boolean isLocal(PuntPeer peer, IpAddress local, boolean ipv6) {
        return peer.isLocalAlias(local.high(), local.low(), ipv6);
    }

    @Example
    void aliasesAreThoseOfTheDecision() {
        assertThat(AliasAddress.peer(1, false)).hasToString("10.128.0.1");
        assertThat(AliasAddress.local(1, false)).hasToString("10.0.0.1");
        assertThat(AliasAddress.local(127, false)).hasToString("10.0.0.1");
        assertThat(AliasAddress.local(128, false)).hasToString("10.0.0.2");
        assertThat(AliasAddress.local(65535, false)).hasToString("10.0.2.0");
        assertThat(AliasAddress.peer(258, true)).hasToString("fd00:1::102");
        assertThat(AliasAddress.local(1, true)).hasToString("fd00:2::1");
        assertThat(AliasAddress.local(258, true)).hasToString("fd00:2::3");
    }

    @Example
    void theAddressesNextToPeersHaveNoNumber() {
        for (boolean ipv6 : List.of(false, true)) {
            assertThat(number(AliasAddress.peer(0, ipv6), ipv6)).isZero();
            assertThat(number(AliasAddress.peer(AliasAddress.LIMIT, ipv6), ipv6)).isZero();
        }
        assertThat(AliasAddress.numberOf(0xfd00_0001_0000_0001L, 1, true)).isZero();
    }

    @Example
    void noTwoPeersAreOne() {
        IpAddress p = address(1, false);
        IpAddress l = address(2, false);
        List<PuntPeer> peers = new ArrayList<>(List.of(peer(1, 1, p, l), peer(1, 2, p, l)));
        assertThatThrownBy(() -> new PuntTable(peers)).hasMessageContaining("twice");
        peers.set(1, peer(2, 1, p, l));
        assertThatThrownBy(() -> new PuntTable(peers)).hasMessageContaining("twice");
        assertThatThrownBy(() -> peer(1, 1, p, address(2, true)))
                .hasMessageContaining("two families");
        assertThatThrownBy(() -> peer(AliasAddress.LIMIT, 1, p, l)).hasMessageContaining("number");
    }
}
