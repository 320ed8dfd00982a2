package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.Mapping;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A flow that leads to a link goes up to a worker for as long as the program may not send there.
@Tag("net")
class LinkInterfacesNetTest {
    private static final long SEED = 7;
    private static final int SLOTS = 16;
    private static final int COMPARTMENTS = 256;
    private static final FlowExecution EXECUTION = new FlowExecution(SEED, List.of(0));

    private final VethPeer peer = new VethPeer();
    private final NetDevice device = NetDevice.of(peer.device());
    private final XdpProgram program =
            new XdpProgram(
                    new TableSizes(SLOTS, SLOTS, SLOTS, COMPARTMENTS), Optional.of(EXECUTION));
    private final Mapping vsids = program.mapped("vsid_compartments", VsidArray.BYTES);
    private final Mapping verdicts = program.mapped("verdicts", XdpCounters.BYTES);
    private final Mapping flows = program.mapped("flow_table", 64L * SLOTS);
    private final Mapping adjacencies = program.mapped("adjacencies", 64L * SLOTS);

    @BeforeEach
    void prepare() {
        new XdpSteering(program, List.of(device), vsids.segment())
                .apply(TestPolicies.everything(device.name(), PortRole.FRONT_END));
        AdjacencyTable table = new AdjacencyTable(adjacencies.segment());
        Adjacency adjacency = new Adjacency();
        adjacency.kind = Adjacency.FRONT_END;
        table.write(1, adjacency);
        adjacency.kind = Adjacency.NEIGHBOR;
        adjacency.mtuBytes = 1500;
        adjacency.flags = Adjacency.RESOLVED;
        table.write(2, adjacency);
        FlowAction action = new FlowAction().clear();
        action.owner = 1;
        action.ingressAdjacency = 1;
        action.egressAdjacency = 2;
        new FlowTable(flows.segment(), SEED, new AdjacencyReferences(SLOTS))
                .insert(key(), action, System.nanoTime());
    }

    @AfterEach
    void close() {
        program.close();
        List.of(vsids, verdicts, flows, adjacencies).forEach(Mapping::close);
        peer.close();
    }

    private static FlowKey key() {
        byte[] frame = frame();
        return new FlowKey()
                .set(0, word(frame, 26), word(frame, 30), word(frame, 34), IpProtocol.UDP);
    }

    private static byte[] frame() {
        return Frames.ethernet(
                Frames.TO_DEVICE,
                "0800",
                Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, IpProtocol.UDP, Frames.udp(1000, 53)));
    }

    private static int word(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getInt(at);
    }

    private long count(SteeringVerdict verdict) {
        return new XdpCounters(verdicts.segment()).frames(0, verdict);
    }

    private void run() {
        try (ProgramRun one = new ProgramRun(program.descriptor())) {
            one.run(frame(), device.index());
        }
    }

    @Test
    void whatWouldLeaveByALinkThatTakesNoFramesGoesUp() {
        LinkInterfaces.enter(program, EXECUTION, List.of(device), Set.of());
        run();
        // Up, where this test has no socket.
        assertThat(count(SteeringVerdict.DROP_NO_SOCKET)).isEqualTo(1);

        LinkInterfaces.enter(program, EXECUTION, List.of(device), Set.of(device));
        run();
        assertThat(count(SteeringVerdict.EXECUTED)).isEqualTo(1);
        assertThat(count(SteeringVerdict.DROP_NO_SOCKET)).isEqualTo(1);
    }
}
