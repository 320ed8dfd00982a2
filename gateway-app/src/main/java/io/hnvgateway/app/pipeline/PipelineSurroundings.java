package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.nat.FlowRemover;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowTables;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.util.List;

/// What a pipeline is built around: memory, tables and ports that others open.
///
/// @param ports by index
public record PipelineSurroundings(
        List<? extends Port> ports,
        FramePool frames,
        Tables tables,
        NatFactory nat,
        FaultRecord faults) {

    public PipelineSurroundings {
        ports = List.copyOf(ports);
    }

    /// Tables that the pipeline shares with the conductor.
    public record Tables(
            FlowTables flows,
            AdjacencyTable adjacencies,
            Generations generations,
            NeighborTable neighbors,
            IpIdentifications identifications) {}

    /// Makes the NAT stage once the flow cache is there.
    @FunctionalInterface
    public interface NatFactory {
        NatStage create(FlowRemover remover);
    }
}
