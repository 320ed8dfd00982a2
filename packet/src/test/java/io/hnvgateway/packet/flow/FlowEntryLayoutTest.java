package io.hnvgateway.packet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FlowEntryLayoutTest {
    @Test
    void writesTheBytesThatCReads() {
        try (NativeMemory memory = new NativeMemory()) {
            MemorySegment slots = memory.slots(16);
            FlowTable table = new FlowTable(slots, 1);
            FlowKey key = new FlowKey().set(0x0102, 0x0a000004, 0xc6336401, 40000 << 16 | 443, 6);
            FlowAction a = new FlowAction().rewriteSource(0x0a000004, 40000, 0xcb007101, 50000);
            a.action |= FlowAction.DECAPSULATE;
            a.flags = FlowAction.NEW_IDENTIFICATION;
            a.owner = 0x0304;
            a.generation = 5;
            a.ingressAdjacency = 6;
            a.egressAdjacency = 7;
            a.session = 8;
            long entry = table.insert(key, a, 0x12345L << 20);
            byte[] bytes =
                    slots.asSlice(entry - slots.address(), 64).toArray(ValueLayout.JAVA_BYTE);
            assertThat(HexFormat.of().formatHex(bytes))
                    .isEqualTo(
                            "02000000"
                                    + "01000000"
                                    + "02010000"
                                    + "0a000004"
                                    + "c6336401"
                                    + "9c4001bb"
                                    + "06"
                                    + "05"
                                    + "0200"
                                    + "04030000"
                                    + "05000000"
                                    + "06000000"
                                    + "07000000"
                                    + "cb007101"
                                    + "c350"
                                    + DELTAS
                                    + "0000"
                                    + "45230100"
                                    + "08000000");
        }
    }

    @Test
    void writesTheBytesOfAnIpv6EntryThatCReads() {
        try (NativeMemory memory = new NativeMemory()) {
            FlowTable table = memory.table(true, 16, 1);
            FlowKey key = new FlowKey().setIpv6(0x0102, 40000 << 16 | 443, 6);
            key.source(0xfd000000_00000000L, 4).destination(0x20010db8_00000000L, 0x63);
            FlowAction a = new FlowAction().rewriteSource(0x20010db8_0001cf46L, 4);
            a.owner = 0x0304;
            a.generation = 5;
            a.ingressAdjacency = 6;
            a.egressAdjacency = 7;
            long entry = table.insert(key, a, 0x12345L << 20);
            byte[] bytes = Memory.everything().asSlice(entry, 128).toArray(ValueLayout.JAVA_BYTE);
            assertThat(HexFormat.of().formatHex(bytes))
                    .isEqualTo(
                            "02000000"
                                    + "01000000"
                                    + "02010000"
                                    + "fd000004"
                                    + "20010ddb"
                                    + "9c4001bb"
                                    + "06"
                                    + "01"
                                    + "0000"
                                    + "04030000"
                                    + "05000000"
                                    + "06000000"
                                    + "07000000"
                                    + "0000000000000000"
                                    + "00000000"
                                    + "45230100"
                                    + "ffffffff"
                                    + "fd000000000000000000000000000004"
                                    + "20010db8000000000000000000000063"
                                    + "20010db80001cf460000000000000004"
                                    + "00".repeat(16));
        }
    }

    /// ~0a00 + ~0004 + cb00 + 7101 = 3_31fb → 31fe; ~9c40 + c350 = 1_270f → 2710.
    private static final String DELTAS = "31fe" + "2710";
}
