package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.LinkProbes;
import io.hnvgateway.compartments.NeighborTable;
import io.hnvgateway.compartments.TenantEvents;
import io.hnvgateway.compartments.punt.BfdEvents;
import io.hnvgateway.compartments.tunnel.TunnelEvents;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.nat.NatFlows;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowTables;
import io.hnvgateway.packet.flow.Generations;
import io.hnvgateway.packet.flow.IpIdentifications;

/// What a pipeline is built around: memory, tables and ports that others open.
///
/// @param probes requests for neighbours on tagged links, to be sent
/// @param events told of what hosts and VMs say about lookup records
/// @param bfd told of peers that come up and fail
public record PipelineSurroundings(
        Links links,
        LinkProbes probes,
        FramePool frames,
        Tables tables,
        NatFactory nat,
        TenantEvents events,
        BfdEvents bfd,
        Tunnels tunnels,
        FaultRecord faults,
        Place place) {

    /// Tenants' tunnels.
    ///
    /// @param events told which ones are wanted
    /// @param host gets the host's fragments that came to a VPN address
    public record Tunnels(
            TunnelTable table,
            SecurityAssociations associations,
            TunnelEvents events,
            HostDelivery host) {
        /// Of a gateway without tunnels.
        ///
        /// @param host gets the host's fragments that came to a VPN address
        public static Tunnels none(HostDelivery host) {
            return new Tunnels(
                    new TunnelTable(), SecurityAssociations.NONE, TunnelEvents.NONE, host);
        }
    }

    /// Where the pipeline stands among those of all workers.
    ///
    /// @param worker from 0
    /// @param echoes questions to VMs, of all workers
    /// @param taps captures, of all workers
    public record Place(
            int worker, HandOverRings handOvers, WorkerBeats beats, Echoes echoes, Taps taps) {
        /// Of an only worker.
        public static final Place ALONE =
                new Place(0, new HandOverRings(1), new WorkerBeats(1), new Echoes(), new Taps());

        int workers() {
            return handOvers.workers();
        }
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
        NatStage create(NatFlows remover);
    }
}
