package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import org.junit.jupiter.api.Test;

class OwnerProofTest {
    private static final int CONTOSO = 3;
    private static final int FABRIKAM = 4;
    private static final String VM = "10.0.0.4";
    private static final String SERVER = "203.0.113.7";
    private static final String PUBLIC = "198.51.100.7";

    private final PrefixTable.Editor owners = PrefixTable.EMPTY.edit();
    private final FlowAction action = new FlowAction();

    private void own(String prefix, int kind, int compartment) {
        owners.put(IpPrefix.parse(prefix), FibEntry.of(kind, compartment));
    }

    private boolean leaves(String destination) {
        action.clear();
        action.action = FlowAction.DECAPSULATE;
        return holds(CONTOSO, VM, destination);
    }

    private boolean enters(String source, String destination) {
        action.clear();
        action.action = FlowAction.ENCAPSULATE;
        return holds(0, source, destination);
    }

    private boolean staysWithin(String destination) {
        action.clear();
        action.action = FlowAction.DECAPSULATE | FlowAction.ENCAPSULATE;
        return holds(CONTOSO, VM, destination);
    }

    private boolean holds(int compartment, String source, String destination) {
        action.owner = CONTOSO;
        FlowKey key =
                new FlowKey().set(compartment, bits(source), bits(destination), 0, IpProtocol.UDP);
        return new OwnerProof(owners.build()).holds(key, action);
    }

    private static int bits(String address) {
        return IpAddress.parse(address).ipv4Bits();
    }

    @Test
    void whatLeavesGoesToNobodysAddress() {
        assertThat(leaves(SERVER)).isTrue();
        own("203.0.113.0/24", FibEntry.COMPARTMENT, FABRIKAM);
        assertThat(leaves(SERVER)).isFalse();
        own(SERVER + "/32", FibEntry.PROTECTED, 0);
        assertThat(leaves(SERVER)).isFalse();
    }

    @Test
    void whatEntersGoesToTheOwnerThatTheEntryNames() {
        assertThat(enters(SERVER, PUBLIC)).isFalse();
        own(PUBLIC + "/32", FibEntry.PUBLIC, CONTOSO);
        assertThat(enters(SERVER, PUBLIC)).isTrue();
        own(PUBLIC + "/32", FibEntry.PUBLIC, FABRIKAM);
        assertThat(enters(SERVER, PUBLIC)).isFalse();
        own(PUBLIC + "/32", FibEntry.HOST, CONTOSO);
        assertThat(enters(SERVER, PUBLIC)).isFalse();
        own(PUBLIC + "/32", FibEntry.COMPARTMENT, CONTOSO);
        assertThat(enters(SERVER, PUBLIC)).isTrue();
    }

    @Test
    void whatEntersComesFromNobodysAddressOrARouters() {
        own(PUBLIC + "/32", FibEntry.PUBLIC, CONTOSO);
        own(SERVER + "/32", FibEntry.ROUTER, 0);
        assertThat(enters(SERVER, PUBLIC)).isTrue();
        own(SERVER + "/32", FibEntry.PROTECTED, 0);
        assertThat(enters(SERVER, PUBLIC)).isFalse();
    }

    @Test
    void whatStaysWithinANetworkHasNothingToDoWithOwners() {
        own("10.0.0.0/8", FibEntry.PROTECTED, 0);
        assertThat(staysWithin("10.0.1.4")).isTrue();
    }

    @Test
    void ipv6IsToldByItsOwnAddresses() {
        FlowKey key =
                new FlowKey()
                        .setIpv6(CONTOSO, 0, IpProtocol.UDP)
                        .source(1, 1)
                        .destination(0x2001_0db8_0000_0000L, 7);
        action.action = FlowAction.DECAPSULATE;
        assertThat(new OwnerProof(owners.build()).holds(key, action)).isTrue();
        own("2001:db8::/32", FibEntry.COMPARTMENT, FABRIKAM);
        assertThat(new OwnerProof(owners.build()).holds(key, action)).isFalse();
    }
}
