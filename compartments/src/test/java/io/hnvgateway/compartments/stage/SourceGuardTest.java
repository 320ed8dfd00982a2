package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FibBuilder;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroup.Member;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.compartments.VirtualSubnetId;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Senders of addresses that no record names.
class SourceGuardTest {
    private static final int VSID = 5001;
    private static final IpAddress HOST = IpAddress.parse("192.0.2.10");
    private static final int FIRST = 0;
    private static final int SECOND = 1;
    private static final int STRANGER = 2;
    private static final int WILDCARD = 3;

    private final LookupTable records =
            new LookupTable(
                    List.of(
                            vm(FIRST),
                            vm(SECOND),
                            vm(STRANGER),
                            new LookupRecord(
                                    "gateway",
                                    null,
                                    new VirtualSubnetId(VSID),
                                    mac(WILDCARD),
                                    HOST,
                                    Kind.GATEWAY_WILDCARD,
                                    Rule.ENCAPSULATION)),
                    new int[0],
                    new int[][] {{1}, {2}, {3}, {4}});
    private final Compartment compartment = compartment();

    private static MacAddress mac(int record) {
        return new MacAddress(0x020000000001L + record);
    }

    private static LookupRecord vm(int record) {
        return new LookupRecord(
                "vm" + record,
                IpAddress.ofIpv4(0x0a000001 + record),
                new VirtualSubnetId(VSID),
                mac(record),
                HOST);
    }

    private Compartment compartment() {
        NextHopGroups.Builder groups = new NextHopGroups.Builder(NextHopGroups.EMPTY);
        IpPrefix behind = IpPrefix.parse("172.16.0.0/12");
        int group = groups.entry(behind, List.of(member(FIRST), member(SECOND)));
        FibBuilder fib = new FibBuilder();
        fib.put(behind, group);
        fib.put(IpPrefix.parse("10.0.0.0/24"), FibEntry.of(FibEntry.SUBNET, VSID));
        return new Compartment(
                new Compartment.Identity(1, 0, new RoutingDomainId(new UUID(0, 1)), "contoso"),
                new Compartment.Topology(List.of(), new GatewayInterfaces(List.of())),
                records,
                new Compartment.Forwarding(
                        List.of(),
                        fib.build(),
                        groups.build(),
                        List.of(),
                        SourceCheck.STRICT,
                        1500),
                new CompartmentState());
    }

    private static Member member(int record) {
        return new Member(
                IpAddress.ofIpv4(0x0a000001 + record), 0, 1, FibEntry.of(FibEntry.VIA, record));
    }

    private static Packet from(int record, String source) {
        Packet p = new Packet();
        p.source = IpAddress.parse(source).ipv4Bits();
        p.vsid = VSID;
        p.innerSourceMac = mac(record).bits();
        p.providerSourceHigh = HOST.high();
        p.providerSourceLow = HOST.low();
        return p;
    }

    @Test
    void eachVmThatSharesAPrefixMaySendFromIt() {
        for (int sender : new int[] {FIRST, SECOND}) {
            Packet p = from(sender, "172.16.0.1");

            assertThat(SourceGuard.check(p, compartment)).isEqualTo(Verdict.CONTINUE);
            assertThat(p.senderRecord).isEqualTo(sender);
        }
    }

    @Test
    void noOtherVmMaySendFromASharedPrefix() {
        Packet p = from(STRANGER, "172.16.0.1");

        assertThat(SourceGuard.check(p, compartment)).isEqualTo(Verdict.DROP);
        assertThat(p.dropReason).isEqualTo(DropReason.SOURCE_MAC_MISMATCH);
    }

    @Test
    void anotherGatewayMaySendFromWhatNoRecordNames() {
        Packet p = from(WILDCARD, "10.0.0.99");

        assertThat(SourceGuard.check(p, compartment)).isEqualTo(Verdict.CONTINUE);
        assertThat(p.senderRecord).isEqualTo(WILDCARD);
        assertThat(SourceGuard.check(from(WILDCARD, "10.0.0.1"), compartment))
                .isEqualTo(Verdict.DROP);
        assertThat(SourceGuard.check(from(STRANGER, "10.0.0.99"), compartment))
                .isEqualTo(Verdict.DROP);
    }

    @Test
    void nothingIsLearnedFromAnotherGateway() {
        assertThat(SourceGuard.mayLearn(records, WILDCARD)).isFalse();
    }
}
