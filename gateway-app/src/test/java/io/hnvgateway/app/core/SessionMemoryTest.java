package io.hnvgateway.app.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.packet.flow.FlowCounterLayout;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionString;
import org.junit.jupiter.api.Test;

/// What a NAT session of IPv4 takes, computed from the structures: both flow entries with their
/// counters at the table's highest load, and NAT's share; nothing else is kept a session. Timers
/// are a coarse time in the records, TCP's numbers stand in entry and record.
class SessionMemoryTest {
    private static final double MOST_BYTES = 384;
    private static final double HIGHEST_LOAD = 0.75;
    private static final int ENTRIES = 2;
    private static final int SLOT_BYTES = FlowEntryLayout.BYTES + FlowCounterLayout.BYTES;

    @Test
    void aSessionWithAMappingOfItsOwnTakes384BytesAtMost() {
        int sessions = 3 << 16;
        double entries = ENTRIES * SLOT_BYTES / HIGHEST_LOAD;
        double nat = (double) new NatCapacity(sessions, sessions).allBytes() / sessions;
        assertThat(entries + nat).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void theDefaultTablesHoldBothEntriesOfEachSessionAtTheHighestLoad() throws FaultsException {
        ConnectionString defaults = ConnectionString.parse("");
        int sessions = defaults.sessions();
        int slots = defaults.flowTableEntries();
        assertThat((double) ENTRIES * sessions / slots).isLessThanOrEqualTo(HIGHEST_LOAD);
        long nat = new NatCapacity(sessions, sessions).allBytes();
        assertThat(((double) slots * SLOT_BYTES + nat) / sessions).isLessThanOrEqualTo(MOST_BYTES);
    }

    /// Rows for CPUs or workers would make it dependent on them.
    @Test
    void severalWorkersTakeNoMore() {
        NatCapacity one = new NatCapacity(3 << 16, 3 << 16);
        assertThat(4 * one.share(4).allBytes()).isLessThanOrEqualTo(one.allBytes());
    }
}
