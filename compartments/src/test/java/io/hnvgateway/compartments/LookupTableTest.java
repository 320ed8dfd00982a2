package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records found by what tells a VM that has no address yet.
class LookupTableTest {
    private static final int VSID = 5001;
    private static final int OTHER_VSID = 5002;
    private static final int GATEWAY_VSID = 6000;
    private static final long MAC = 0x00155d000001L;
    private static final long HOST = IpAddress.mapped(0xc000020b);
    private static final long OTHER_HOST = IpAddress.mapped(0xc000020c);

    private final LookupTable records =
            new LookupTable(
                    List.of(
                            record("10.0.0.1", VSID, MAC, HOST, Kind.STATIC),
                            record(null, VSID, MAC, HOST, Kind.L2_ONLY),
                            record("10.0.1.1", OTHER_VSID, MAC, OTHER_HOST, Kind.STATIC),
                            record(null, VSID, MAC + 1, HOST, Kind.GATEWAY_WILDCARD)),
                    new int[] {GATEWAY_VSID},
                    new int[][] {{1, 11}, {2, 12}, {3, 13}, {4, 0}});

    private static LookupRecord record(
            @Nullable String address, int vsid, long mac, long host, Kind kind) {
        return new LookupRecord(
                "",
                address == null ? null : IpAddress.parse(address),
                new VirtualSubnetId(vsid),
                new MacAddress(mac),
                new IpAddress(0, host),
                kind,
                LookupRecord.Rule.ENCAPSULATION);
    }

    @Test
    void prefersTheRecordThatMayLearn() {
        assertThat(records.findByMac(MAC, VSID, 0, HOST)).isEqualTo(1);
        assertThat(records.findByMac(MAC, GATEWAY_VSID, 0, HOST)).isEqualTo(1);
    }

    @Test
    void tellsHostsAndVirtualSubnetsApart() {
        assertThat(records.findByMac(MAC, OTHER_VSID, 0, OTHER_HOST)).isEqualTo(2);
        assertThat(records.findByMac(MAC, VSID, 0, OTHER_HOST)).isEqualTo(LookupTable.NONE);
        assertThat(records.findByMac(MAC, OTHER_VSID, 0, HOST)).isEqualTo(LookupTable.NONE);
        assertThat(records.findByMac(MAC, VSID, 1, HOST)).isEqualTo(LookupTable.NONE);
    }

    @Test
    void aWildcardIsNoVm() {
        assertThat(records.hasMac(MAC)).isTrue();
        assertThat(records.hasMac(MAC + 1)).isFalse();
        assertThat(records.hasMac(MAC - 1)).isFalse();
    }
}
