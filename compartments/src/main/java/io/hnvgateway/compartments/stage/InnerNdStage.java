package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.NeighborDiscovery;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Neighbour discovery inside a virtual subnet (RFC 4861): the gateway answers for its own
/// addresses, its link-local ones among them, and never asks; lookup records tell it where VMs are.
///
/// The sender must fit a lookup record, and the answer goes where that record says. A VM that asks
/// whether an address of the gateway is free is told that it is not (RFC 4862 §5.4.3), about other
/// addresses it hears nothing. What VMs say as routers ends here. Owner: the worker.
public final class InnerNdStage {
    private final WorkerContext context;
    private final Answers answers;
    private final LearningStage learning;

    public InnerNdStage(WorkerContext context, Answers answers, LearningStage learning) {
        this.context = context;
        this.answers = answers;
        this.learning = learning;
    }

    /// Ends a message of neighbour discovery of a VM, parsed, whatever its inner destination MAC.
    public Verdict receive(Packet p, Compartment compartment) {
        if (!NeighborMessages.isValid(p)) {
            return p.drop(DropReason.BAD_NEIGHBOR_DISCOVERY);
        }
        return switch (Icmpv6Header.type(p.transport)) {
            case Icmpv6Header.NEIGHBOR_SOLICITATION -> solicitation(p, compartment);
            case Icmpv6Header.NEIGHBOR_ADVERTISEMENT -> advertisement(p, compartment);
            case Icmpv6Header.ROUTER_SOLICITATION -> p.drop(DropReason.ROUTER_SOLICITATION);
            case Icmpv6Header.ROUTER_ADVERTISEMENT ->
                    p.drop(DropReason.ROUTER_ADVERTISEMENT_FROM_VM);
            default -> p.drop(DropReason.REDIRECT_FROM_VM);
        };
    }

    private Verdict solicitation(Packet p, Compartment compartment) {
        long high = NeighborDiscovery.targetHigh(p.transport);
        long low = NeighborDiscovery.targetLow(p.transport);
        long mac = compartment.topology().interfaces().macOf(high, low);
        boolean probe = NeighborMessages.isProbe(p);
        boolean claims = !probe || mac == 0; // to ask for the gateway's address is no claim
        if (claims) {
            long claimedHigh = probe ? high : p.sourceHigh();
            long claimedLow = probe ? low : p.sourceLow();
            if (learning.claim(p, compartment, claimedHigh, claimedLow) == Verdict.DROP) {
                return Verdict.DROP;
            }
        }
        if (isFromStranger(p, compartment)) {
            return Verdict.DROP;
        }
        return mac == 0 ? p.drop(DropReason.SOLICITATION_NOT_FOR_GATEWAY) : answer(p, mac);
    }

    private Verdict answer(Packet p, long mac) {
        if (!context.state(p.compartment).answers().tryTake(context.nowNs())) {
            return p.drop(DropReason.ANSWER_LIMIT);
        }
        return answers.advertise(p, mac) ? Verdict.CONSUME : p.drop(DropReason.NO_FRAME);
    }

    /// Nothing of it is kept but that the VM uses the address.
    private Verdict advertisement(Packet p, Compartment compartment) {
        long high = NeighborDiscovery.targetHigh(p.transport);
        long low = NeighborDiscovery.targetLow(p.transport);
        boolean refused =
                learning.claim(p, compartment, high, low) == Verdict.DROP
                        || isFromStranger(p, compartment);
        return refused ? Verdict.DROP : Verdict.CONSUME;
    }

    private static boolean isFromStranger(Packet p, Compartment compartment) {
        return SourceGuard.checkNeighbor(p, compartment, p.sourceHigh(), p.sourceLow())
                == Verdict.DROP;
    }
}
