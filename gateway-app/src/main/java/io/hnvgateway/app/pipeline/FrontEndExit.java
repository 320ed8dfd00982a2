package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.LocalStage;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.SourceGuard;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;

/// From a VM out of the front end: who the address belongs to, the front end's route, direct or
/// NAT.
final class FrontEndExit {
    /// Stages that it passes packets to.
    record Stages(
            NextHopStage nextHops,
            SourceTranslation translation,
            LocalStage local,
            IcmpErrors errors) {}

    private final WorkerContext context;
    private final AdjacencyTable adjacencies;
    private final Stages stages;
    private final HairpinPath hairpin;
    private final Delivery delivery;
    private final FlowAction action = new FlowAction();

    FrontEndExit(
            WorkerContext context,
            AdjacencyTable adjacencies,
            Stages stages,
            HairpinPath hairpin,
            Delivery delivery) {
        this.context = context;
        this.adjacencies = adjacencies;
        this.stages = stages;
        this.hairpin = hairpin;
        this.delivery = delivery;
    }

    Verdict send(Packet p, Compartment compartment) {
        int owner =
                context.snapshot()
                        .frontEnd()
                        .owners()
                        .lookup(p.destinationHigh(), p.destinationLow());
        return switch (FibEntry.kind(owner)) {
            case FibEntry.NONE -> outward(p, compartment);
            case FibEntry.PUBLIC -> hairpin.turn(p, compartment, owner);
            case FibEntry.COMPARTMENT ->
                    FibEntry.argument(owner) == compartment.index()
                            ? hairpin.turn(p, compartment, owner)
                            : prohibited(p, DropReason.OTHER_TENANT);
            case FibEntry.HOST ->
                    IcmpMessages.isEchoRequest(p)
                            ? stages.local.receive(p)
                            : prohibited(p, DropReason.PROTECTED_DESTINATION);
            default -> prohibited(p, DropReason.PROTECTED_DESTINATION);
        };
    }

    private Verdict outward(Packet p, Compartment compartment) {
        int slot = stages.nextHops.slot(p);
        if (slot == 0) {
            stages.errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
            return p.drop(DropReason.NO_ROUTE);
        }
        if (!stages.translation.allows(p, compartment)) {
            return prohibited(p, DropReason.NO_FRONT_END_RULE);
        }
        Verdict resolved = stages.nextHops.await(p, slot);
        if (resolved != Verdict.CONTINUE) {
            return resolved;
        }
        return delivery.refusedAsTooBig(p, slot) ? Verdict.DROP : translated(p, compartment, slot);
    }

    private Verdict translated(Packet p, Compartment compartment, int slot) {
        action.clear();
        int ingress = SourceGuard.ingressAdjacency(p, compartment.records());
        Verdict verdict = stages.translation.translate(p, compartment, action);
        if (verdict != Verdict.CONTINUE) {
            return verdict;
        }
        action.action |= FlowAction.DECAPSULATE;
        action.owner = compartment.index();
        action.generation = compartment.generation();
        action.ingressAdjacency = ingress;
        action.egressAdjacency = slot;
        int mtuBytes = Math.min(compartment.forwarding().mtuBytes(), adjacencies.mtuBytes(slot));
        return delivery.send(p, action, mtuBytes);
    }

    private Verdict prohibited(Packet p, DropReason reason) {
        stages.errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
        return p.drop(reason);
    }
}
