package io.hnvgateway.lab.golden;

import io.hnvgateway.packet.flow.FlowTable;
import io.hnvgateway.packet.flow.FlowTables;

/// The XDP program has the kernel's clock, a case its own: what the program used meanwhile is noted
/// as used at the case's time.
final class UsesInCaseTime {
    private final FlowTables flows;
    private final int[] before;
    private final int[] before6;

    UsesInCaseTime(FlowTables flows) {
        this.flows = flows;
        before = uses(flows.ipv4());
        before6 = uses(flows.ipv6());
    }

    private static int[] uses(FlowTable table) {
        int[] uses = new int[table.live() == 0 ? 0 : table.capacity()];
        for (int slot = 0; slot < uses.length; slot++) {
            uses[slot] = table.lastUse(table.entry(slot));
        }
        return uses;
    }

    void settle(long nowNs) {
        settle(flows.ipv4(), before, nowNs);
        settle(flows.ipv6(), before6, nowNs);
    }

    private static void settle(FlowTable table, int[] before, long nowNs) {
        for (int slot = 0; slot < before.length; slot++) {
            if (table.lastUse(table.entry(slot)) != before[slot]) {
                table.touch(table.entry(slot), nowNs);
            }
        }
    }
}
