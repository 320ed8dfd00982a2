package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.steering.SharesArray;
import io.hnvgateway.dataplane.steering.SlowPathLimit;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyLayout;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowCounterLayout;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import io.hnvgateway.packet.flow.FlowTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the executor's headers and Java must say alike: sizes, offsets and numbers.
class ExecutorHeadersTest {
    private final Map<String, Long> expected = new LinkedHashMap<>();

    private void size(String struct, long bytes) {
        expected.put("sizeof(struct " + struct + ")", bytes);
    }

    private void field(String struct, String field, long offset) {
        expected.put("offsetof(struct " + struct + ", " + field + ")", offset);
    }

    private void number(String name, long value) {
        expected.put(name, value);
    }

    private void check() throws IOException {
        assertThat(StructLayouts.values(new ArrayList<>(expected.keySet()))).isEqualTo(expected);
    }

    @Test
    void flowEntries() throws IOException {
        size("flow_entry", FlowEntryLayout.BYTES);
        field("flow_entry", "word", FlowEntryLayout.SEQUENCE);
        field("flow_entry", "key0", FlowEntryLayout.COMPARTMENT);
        field("flow_entry", "key1", FlowEntryLayout.DESTINATION);
        field("flow_entry", "action.protocol", FlowEntryLayout.PROTOCOL);
        field("flow_entry", "action.action", FlowEntryLayout.ACTION);
        field("flow_entry", "action.flags", FlowEntryLayout.FLAGS);
        field("flow_entry", "action.owner", FlowEntryLayout.OWNER);
        field("flow_entry", "action.generation", FlowEntryLayout.GENERATION);
        field("flow_entry", "action.ingress", FlowEntryLayout.INGRESS_ADJACENCY);
        field("flow_entry", "action.egress", FlowEntryLayout.EGRESS_ADJACENCY);
        field("flow_entry", "action.new_address", FlowEntryLayout.NEW_ADDRESS);
        field("flow_entry", "action.new_port", FlowEntryLayout.NEW_PORT);
        field("flow_entry", "action.ip_delta", FlowEntryLayout.IP_DELTA);
        field("flow_entry", "action.transport_delta", FlowEntryLayout.TRANSPORT_DELTA);
        field("flow_entry", "action.acknowledged", FlowEntryLayout.ACKNOWLEDGED);
        field("flow_entry", "action.last_use", FlowEntryLayout.LAST_USE);
        field("flow_entry", "action.session", FlowEntryLayout.SESSION);
        check();
    }

    @Test
    void flowEntriesOfIpv6() throws IOException {
        size("flow_entry6", FlowEntryLayout.IPV6_BYTES);
        field("flow_entry6", "line", 0);
        field("flow_entry6", "addresses.source", FlowEntryLayout.IPV6_SOURCE);
        field("flow_entry6", "addresses.destination", FlowEntryLayout.IPV6_DESTINATION);
        field("flow_entry6", "new_address", FlowEntryLayout.IPV6_NEW_ADDRESS);
        check();
    }

    @Test
    void flowNumbers() throws IOException {
        number("FLOW_PROBES", FlowTable.PROBES);
        number("FLOW_LIVE", FlowEntryLayout.LIVE);
        number("FLOW_REWRITE_SOURCE", FlowAction.REWRITE_SOURCE);
        number("FLOW_REWRITE_DESTINATION", FlowAction.REWRITE_DESTINATION);
        number("FLOW_TUNNEL", FlowAction.TUNNEL);
        number("FLOW_JAVA_ONLY", FlowAction.JAVA_ONLY);
        number("FLOW_NEW_IDENTIFICATION", FlowAction.NEW_IDENTIFICATION);
        number("FLOW_NO_SESSION", Integer.toUnsignedLong(FlowAction.NO_SESSION));
        check();
    }

    @Test
    void flowCounters() throws IOException {
        size("flow_counter", FlowCounterLayout.BYTES);
        field("flow_counter", "packets", FlowCounterLayout.PACKETS);
        field("flow_counter", "bytes", FlowCounterLayout.BYTE_COUNT);
        check();
    }

    @Test
    void adjacencies() throws IOException {
        size("adjacency", AdjacencyLayout.BYTES);
        field("adjacency", "sequence", AdjacencyLayout.SEQUENCE);
        field("adjacency", "kind", AdjacencyLayout.KIND);
        field("adjacency", "port", AdjacencyLayout.PORT);
        field("adjacency", "mtu_bytes", AdjacencyLayout.MTU_BYTES);
        field("adjacency", "macs.destination", AdjacencyLayout.DESTINATION_MAC);
        field("adjacency", "macs.source", AdjacencyLayout.SOURCE_MAC);
        field("adjacency", "flags", AdjacencyLayout.FLAGS);
        field("adjacency", "provider_source", AdjacencyLayout.PROVIDER_SOURCE);
        field("adjacency", "destination", AdjacencyLayout.DESTINATION);
        field("adjacency", "vsid", AdjacencyLayout.VSID);
        field("adjacency", "next_hop", AdjacencyLayout.NEXT_HOP);
        number("ADJACENCY_NEIGHBOR", Adjacency.NEIGHBOR);
        number("ADJACENCY_OVERLAY", Adjacency.OVERLAY);
        number("ADJACENCY_FRONT_END", Adjacency.FRONT_END);
        number("ADJACENCY_RESOLVED", Adjacency.RESOLVED);
        number("ADJACENCY_OUTER_DONT_FRAGMENT", Adjacency.OUTER_DONT_FRAGMENT);
        check();
    }

    @Test
    void settingsAndTraffic() throws IOException {
        size("settings", ProgramSettings.BYTES);
        size("traffic", TrafficArray.BYTES);
        field("traffic", "packets_from_vms", TrafficArray.PACKETS_FROM_VMS);
        field("traffic", "bytes_from_vms", TrafficArray.BYTES_FROM_VMS);
        field("traffic", "packets_to_vms", TrafficArray.PACKETS_TO_VMS);
        field("traffic", "bytes_to_vms", TrafficArray.BYTES_TO_VMS);
        check();
    }

    @Test
    void ringsAndShares() throws IOException {
        number("RING_FRAMES", XskSocket.RING_ENTRIES);
        size("line64", RingLevel.BYTES);
        number("RING_SENT * 8", RingLevel.SENT);
        number("RING_TAKEN * 8", RingLevel.TAKEN);
        number("1 << 2 * DEAREST_STEP", SlowPathLimit.DEAREST_FRAME);
        size("share", SharesArray.BYTES);
        field("share", "used_until", SharesArray.USED_UNTIL);
        field("share", "refused", SharesArray.REFUSED);
        number("MAX_PORTS * GATEWAY_VERDICTS", SharesArray.entries(0));
        number("GATEWAY_TUNNEL < GATEWAY_VERDICTS", 1);
        number("SHARES_EACH", SharesArray.entries(1) - SharesArray.entries(0));
        check();
    }

    @Test
    void tunnelOwners() throws IOException {
        size("tunnel_key", TunnelOwnerMap.KEY_BYTES);
        field("tunnel_key", "kind", 0);
        field("tunnel_key", "number", 4);
        field("tunnel_key", "remote", 8);
        field("tunnel_key", "local", 12);
        number("OWNER_OF_VLAN", TunnelOwnerMap.OF_VLAN);
        number("OWNER_OF_GRE_WITHOUT_KEY", TunnelOwnerMap.OF_GRE_WITHOUT_KEY);
        number("IPPROTO_GRE", TunnelOwnerMap.OF_GRE);
        number("IPPROTO_ESP", TunnelOwnerMap.OF_ESP);
        check();
    }
}
