package io.hnvgateway.app.process.checkpoint;

import static io.hnvgateway.app.process.checkpoint.CheckpointLayout.*;

import io.hnvgateway.app.core.CoreInputs;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.nat.NatCapacity;
import io.hnvgateway.packet.Memory;
import java.util.Optional;

/// Sizes that a checkpoint is made for. With other ones it is of no use.
///
/// @param ports digest of the ports by index, and of what each serves: adjacencies name them so
public record CheckpointShape(
        DataPathConfig.Sizes tables, NatCapacity nat, int workers, long ports) {
    private static final long PAGE = 4096;

    long compartmentsAt() {
        return HEADER_BYTES;
    }

    long adjacenciesAt() {
        return compartmentsAt() + pages((long) tables.compartments() * COMPARTMENT_BYTES);
    }

    long natAt() {
        return adjacenciesAt() + pages((long) tables.adjacencies() * ADJACENCY_BYTES);
    }

    long natBytes() {
        return CoreInputs.Memory.natBytes(nat, workers);
    }

    /// Of the whole file.
    long bytes() {
        return natAt() + pages(natBytes());
    }

    private static long pages(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }

    void write(long header) {
        Memory.putIntNative(header + FLOWS, tables.flowEntries());
        Memory.putIntNative(header + FLOWS6, tables.flowEntries6());
        Memory.putIntNative(header + ADJACENCIES, tables.adjacencies());
        Memory.putIntNative(header + COMPARTMENTS, tables.compartments());
        Memory.putIntNative(header + MAPPINGS, nat.mappings());
        Memory.putIntNative(header + SESSIONS, nat.sessions());
        Memory.putIntNative(header + WORKERS, workers);
        Memory.putLongNative(header + PORTS, ports);
    }

    /// Why a checkpoint is of no use for this shape.
    Optional<String> misfit(long header) {
        return differs("FlowTableEntries", header + FLOWS, tables.flowEntries())
                .or(() -> differs("IPv6 flows", header + FLOWS6, tables.flowEntries6()))
                .or(() -> differs("adjacencies", header + ADJACENCIES, tables.adjacencies()))
                .or(() -> differs("compartments", header + COMPARTMENTS, tables.compartments()))
                .or(() -> differs("mappings", header + MAPPINGS, nat.mappings()))
                .or(() -> differs("Sessions", header + SESSIONS, nat.sessions()))
                .or(() -> differs("Workers", header + WORKERS, workers))
                .or(() ->
                        Memory.getLongNative(header + PORTS) == ports
                                ? Optional.empty()
                                : Optional.of("the interfaces are others than then"));
    }

    private static Optional<String> differs(String what, long at, int now) {
        int then = Memory.getIntNative(at);
        return then == now
                ? Optional.empty()
                : Optional.of("%s: %d then, %d now".formatted(what, then, now));
    }
}
