package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.packet.ArpHeader;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// ARP inside a virtual subnet (RFC 826): the gateway answers for its own addresses and never asks.
///
/// The sender must fit a lookup record, as any packet of a VM must; the answer goes where that
/// record says. Announcements and replies end here; an address may be learned from them. Owner: the
/// worker.
public final class InnerArpStage {
    private final WorkerContext context;
    private final Answers answers;
    private final LearningStage learning;

    public InnerArpStage(WorkerContext context, Answers answers, LearningStage learning) {
        this.context = context;
        this.answers = answers;
        this.learning = learning;
    }

    /// Ends an ARP packet of a VM; the inner frame is the packet's current one.
    public Verdict receive(Packet p, Compartment compartment) {
        long arp = p.address + EthernetHeader.BYTES;
        boolean fits = p.length >= EthernetHeader.BYTES + ArpHeader.BYTES;
        if (!fits
                || !ArpHeader.isEthernetIpv4(arp)
                || ArpHeader.senderMac(arp) != p.innerSourceMac) {
            return p.drop(DropReason.BAD_ARP);
        }
        p.source = ArpHeader.senderAddress(arp);
        long sender = IpAddress.mapped(p.source);
        if (learning.claim(p, compartment, 0, sender) == Verdict.DROP
                || SourceGuard.checkNeighbor(p, compartment, 0, sender) == Verdict.DROP) {
            return Verdict.DROP;
        }
        if (ArpHeader.operation(arp) != ArpHeader.REQUEST
                || ArpHeader.targetAddress(arp) == p.source) {
            return Verdict.CONSUME;
        }
        return answer(p, arp, compartment);
    }

    private Verdict answer(Packet p, long arp, Compartment compartment) {
        long target = IpAddress.mapped(ArpHeader.targetAddress(arp));
        long mac = compartment.topology().interfaces().macOf(0, target);
        if (mac == 0) {
            return p.drop(DropReason.ARP_NOT_FOR_GATEWAY);
        }
        if (!context.state(p.compartment).answers().tryTake(context.nowNs())) {
            return p.drop(DropReason.ANSWER_LIMIT);
        }
        return answers.arp(p, arp, mac) ? Verdict.CONSUME : p.drop(DropReason.NO_FRAME);
    }
}
