package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.FibEntry;
import io.hnvgateway.compartments.UsageKind;
import io.hnvgateway.compartments.stage.AddressRules;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.LocalStage;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;

/// What came from the front end for a public address or a routed prefix.
final class OutsidePath {
    /// Stages that end, delay or translate a packet.
    record Stages(
            LocalStage local,
            FragmentStage fragments,
            NatStage nat,
            PrefixExchange prefixes,
            OwnerRule owners) {}

    private final WorkerContext context;
    private final HitPath hits;
    private final Stages stages;
    private final InwardPath inward;
    private final FlowAction action = new FlowAction();

    OutsidePath(WorkerContext context, HitPath hits, Stages stages, InwardPath inward) {
        this.context = context;
        this.hits = hits;
        this.stages = stages;
        this.inward = inward;
    }

    /// Carries a packet whose IP header is parsed.
    ///
    /// @param owner whose address the destination is: PUBLIC or COMPARTMENT
    Verdict receive(Packet p, int owner) {
        if (TransportParser.parse(p) == Verdict.DROP) {
            return Verdict.DROP;
        }
        Verdict hit = hits.run(p);
        if (hit != Verdict.CONTINUE) {
            return hit;
        }
        Compartment compartment = context.snapshot().compartment(FibEntry.argument(owner));
        if (compartment == null) {
            return p.drop(DropReason.NOT_FOR_GATEWAY);
        }
        p.compartment = compartment.index();
        return decide(p, compartment, FibEntry.kind(owner) == FibEntry.PUBLIC);
    }

    /// Ends a packet for the gateway's own address on a link of which no kernel knows.
    Verdict receiveOwn(Packet p) {
        if (!AddressRules.isUnicast(p.sourceHigh(), p.sourceLow())) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        return TransportParser.parse(p) == Verdict.DROP ? Verdict.DROP : stages.local.receive(p);
    }

    private Verdict decide(Packet p, Compartment compartment, boolean isPublic) {
        if (isForged(p, compartment)) {
            return p.drop(DropReason.MARTIAN_ADDRESS);
        }
        if (!p.ipv6 && Ipv4Header.hasSourceRoute(p.ip, p.ipHeaderBytes)) {
            return p.drop(DropReason.SOURCE_ROUTED);
        }
        if (stages.owners.handsOutside(p, compartment, isPublic)) {
            return Verdict.HOLD;
        }
        Verdict whole = p.isFragment() ? fragment(p, isPublic) : Verdict.CONTINUE;
        if (whole != Verdict.CONTINUE) {
            return whole;
        }
        action.clear();
        if (!isPublic) {
            return inward.send(p, compartment, action);
        }
        return p.ipv6 ? exchange(p, compartment) : translate(p);
    }

    private Verdict fragment(Packet p, boolean isPublic) {
        if (OwnerRule.knowsPorts(p)) {
            return Verdict.CONTINUE;
        }
        Verdict passed = stages.fragments.pass(p);
        boolean goes = passed == Verdict.CONTINUE && isPublic && stages.owners.handsFragment(p);
        return goes ? Verdict.HOLD : passed;
    }

    /// No packet from outside comes from an address of the gateway, of its hosts, or of the tenant.
    private boolean isForged(Packet p, Compartment compartment) {
        int owner =
                FibEntry.kind(
                        context.snapshot()
                                .frontEnd()
                                .owners()
                                .lookup(p.sourceHigh(), p.sourceLow()));
        return !AddressRules.isUnicast(p.sourceHigh(), p.sourceLow())
                || AddressRules.isLinkLocal(p.sourceHigh(), p.sourceLow())
                || (owner != FibEntry.NONE && owner != FibEntry.ROUTER)
                || compartment.forwarding().isInside(p.sourceHigh(), p.sourceLow());
    }

    /// What an error quotes is changed already, so an error does not wait.
    private Verdict exchange(Packet p, Compartment compartment) {
        if (stages.prefixes.inward(p, compartment, action) == Verdict.DROP) {
            return Verdict.DROP;
        }
        return IcmpMessages.isError(p)
                ? inward.turn(p, compartment, action, UsageKind.NAT_IN)
                : inward.send(p, compartment, action);
    }

    private Verdict translate(Packet p) {
        if (IcmpMessages.isError(p)) {
            return translateError(p);
        }
        Verdict verdict = stages.nat.inbound(p, action, context.nowNs());
        if (verdict == Verdict.DROP && isPing(p)) {
            return stages.local.receive(p);
        }
        Compartment owner = context.snapshot().compartment(p.compartment);
        return verdict == Verdict.DROP || owner == null
                ? Verdict.DROP
                : inward.send(p, owner, action);
    }

    private Verdict translateError(Packet p) {
        Verdict verdict = stages.nat.inboundError(p, context.nowNs());
        Compartment owner = context.snapshot().compartment(p.compartment);
        return verdict == Verdict.DROP || owner == null
                ? Verdict.DROP
                : inward.turn(p, owner, action, UsageKind.NAT_IN);
    }

    /// A ping that no rule takes inside is for the public address itself.
    private static boolean isPing(Packet p) {
        boolean unserved =
                p.dropReason == DropReason.NAT_NO_MAPPING
                        || p.dropReason == DropReason.NAT_FILTERED;
        return unserved && IcmpMessages.isEchoRequest(p);
    }
}
