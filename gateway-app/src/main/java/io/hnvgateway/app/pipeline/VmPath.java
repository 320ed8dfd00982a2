package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.SourceGuard;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;

/// From VM to VM of one network, between or within its virtual subnets.
final class VmPath {
    private final VmDelivery vms;
    private final NextHopStage nextHops;
    private final Delivery delivery;
    private final FlowAction action = new FlowAction();

    VmPath(VmDelivery vms, NextHopStage nextHops, Delivery delivery) {
        this.vms = vms;
        this.nextHops = nextHops;
        this.delivery = delivery;
    }

    /// As [VmDelivery#recordOf] for the packet's own destination.
    int find(Packet p, Compartment compartment, int entry) {
        return vms.recordOf(p, compartment, entry, p.destinationHigh(), p.destinationLow());
    }

    Verdict send(Packet p, Compartment compartment, int record) {
        int egress = compartment.records().egressAdjacency(record);
        Verdict resolved = nextHops.await(p, egress);
        if (resolved != Verdict.CONTINUE) {
            return resolved;
        }
        if (delivery.refusedAsTooBig(p, egress)) {
            return Verdict.DROP;
        }
        action.clear();
        action.action = FlowAction.DECAPSULATE | FlowAction.ENCAPSULATE;
        action.owner = compartment.index();
        action.generation = compartment.generation();
        action.ingressAdjacency = SourceGuard.ingressAdjacency(p, compartment.records());
        action.egressAdjacency = egress;
        if (compartment.records().isRewrite(record)) {
            betweenRewriteVms(p, compartment.records());
        }
        return delivery.send(p, action, compartment.forwarding().mtuBytes());
    }

    /// A VM by IP rewrite knows another one by its provider address.
    private void betweenRewriteVms(Packet p, LookupTable records) {
        action.flags |= FlowAction.JAVA_ONLY;
        int sender = p.senderRecord;
        if (sender == LookupTable.NONE || !records.isRewrite(sender)) {
            return;
        }
        long high = records.providerAddressHigh(sender);
        long low = records.providerAddressLow(sender);
        if (p.ipv6) {
            action.rewriteSource(high, low);
        } else {
            action.rewriteSource(p.source, p.sourcePort, (int) low, p.sourcePort);
        }
    }
}
