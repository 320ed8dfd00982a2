package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowEntropy;
import org.jspecify.annotations.Nullable;

/// From outside to a VM, once its compartment and its customer address are known.
final class InwardPath {
    private final WorkerContext context;
    private final VmDelivery vms;
    private final NextHopStage nextHops;
    private final Delivery delivery;
    private final IcmpErrors errors;

    InwardPath(Way way, WorkerContext context, IcmpErrors errors) {
        this.context = context;
        this.vms = way.vms;
        this.nextHops = way.nextHops;
        this.delivery = way.delivery;
        this.errors = errors;
    }

    /// The stages behind each other.
    record Way(VmDelivery vms, NextHopStage nextHops, Delivery delivery) {}

    /// Sends a packet on, and remembers its flow.
    ///
    /// @param action what NAT decided, or nothing
    Verdict send(Packet p, Compartment compartment, FlowAction action) {
        if (!prepare(p, compartment, action)) {
            return Verdict.DROP;
        }
        Verdict resolved = nextHops.await(p, action.egressAdjacency);
        if (resolved != Verdict.CONTINUE) {
            return resolved;
        }
        if (delivery.refusedAsTooBig(p, action.egressAdjacency)) {
            return Verdict.DROP;
        }
        action.ingressAdjacency = context.snapshot().frontEnd().ingressAdjacency();
        return delivery.send(p, action, compartment.forwarding().mtuBytes());
    }

    /// Sends a packet on that was changed already: it can neither wait nor leave a flow behind.
    ///
    /// @param kind under which it is counted; null: it is counted elsewhere
    Verdict turn(Packet p, Compartment compartment, FlowAction action, @Nullable UsageKind kind) {
        int bytes = p.ipTotalBytes;
        Verdict verdict = turn(p, compartment, action);
        if (verdict == Verdict.FORWARD && kind != null) {
            context.counters(compartment.index()).addUsage(kind, 1, bytes);
        }
        return verdict;
    }

    private Verdict turn(Packet p, Compartment compartment, FlowAction action) {
        if (!prepare(p, compartment, action)
                || nextHops.require(p, action.egressAdjacency) == Verdict.DROP
                || delivery.refusedAsTooBig(p, action.egressAdjacency)) {
            return Verdict.DROP;
        }
        return delivery.sendOnce(p, action, compartment.forwarding().mtuBytes());
    }

    /// Completes the action; false when the packet is dropped.
    private boolean prepare(Packet p, Compartment compartment, FlowAction action) {
        if (p.ttl <= 1) {
            errors.timeExceeded(p);
            p.drop(DropReason.TTL_EXPIRED);
            return false;
        }
        boolean rewritten = action.has(FlowAction.REWRITE_DESTINATION);
        long high = rewritten ? newHigh(p, action) : p.destinationHigh();
        long low = rewritten ? newLow(p, action) : p.destinationLow();
        int entry = compartment.forwarding().route(high, low, FlowEntropy.hash(p));
        int record = vms.recordOf(p, compartment, entry, high, low);
        if (record == LookupTable.NONE) {
            return false;
        }
        action.action |= FlowAction.ENCAPSULATE;
        if (compartment.records().isRewrite(record)) {
            action.flags |= FlowAction.JAVA_ONLY;
        }
        action.owner = compartment.index();
        action.generation = compartment.generation();
        action.egressAdjacency = compartment.records().egressAdjacency(record);
        return true;
    }

    private static long newHigh(Packet p, FlowAction action) {
        return p.ipv6 ? action.newAddressHigh : 0;
    }

    private static long newLow(Packet p, FlowAction action) {
        return p.ipv6 ? action.newAddressLow : IpAddress.mapped(action.newAddress);
    }
}
