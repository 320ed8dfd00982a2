package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.compartments.stage.FlowCache;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.Fragmenter;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.SourceGuard;
import io.hnvgateway.compartments.stage.WaitingRoom;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelEvents;
import io.hnvgateway.ipsec.stage.TunnelEncapsulator;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.HandOver;
import io.hnvgateway.packet.Ipv6Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.IpIdentifications;
import io.hnvgateway.packet.flow.Rewrite;
import org.jspecify.annotations.Nullable;

/// Into a tunnel: from a VM, from another tunnel of its network, or from the gateway itself.
///
/// A tunnel's worker alone comes as far as its association; others hand the packet over as it
/// arrived. What can neither wait nor be answered as it is, a hit, goes to the slow path instead.
final class TunnelPath {
    /// Stages in front of the tunnel.
    record Stages(
            NextHopStage nextHops,
            WaitingRoom waiting,
            FragmentStage fragments,
            Fragmenter fragmenter,
            IcmpErrors errors) {}

    /// Tables and what sends.
    record Parts(FlowCache cache, FlowExecutor executor, AdjacencyTable adjacencies) {}

    private static final int NO_SLOT = 0;

    private final WorkerContext context;
    private final TunnelRule rule;
    private final TunnelEncapsulator encapsulator;
    private final TunnelEvents events;
    private final IpIdentifications identifications;
    private final Stages stages;
    private final Parts parts;
    private final FlowKey key = new FlowKey();
    private final FlowAction action = new FlowAction();

    TunnelPath(
            WorkerContext context,
            TunnelRule rule,
            PipelineSurroundings surroundings,
            Stages stages,
            Parts parts) {
        this.context = context;
        this.rule = rule;
        encapsulator =
                new TunnelEncapsulator(
                        surroundings.tunnels().associations(),
                        surroundings.tables().identifications());
        identifications = surroundings.tables().identifications();
        events = surroundings.tunnels().events();
        this.stages = stages;
        this.parts = parts;
    }

    /// Sends a VM's packet whose source is checked.
    ///
    /// @param index of the tunnel that its route names
    Verdict send(Packet p, Compartment compartment, int index) {
        Tunnel tunnel = rule.find(index, compartment);
        if (tunnel == null) {
            return down(p);
        }
        if (rule.isOthers(tunnel)) {
            return rule.handOver(p, tunnel);
        }
        Verdict whole = p.isFragment() ? stages.fragments.pass(p) : Verdict.CONTINUE;
        if (whole != Verdict.CONTINUE) {
            return whole;
        }
        DropReason refused = refusal(p, tunnel);
        if (refused == DropReason.TUNNEL_DOWN) {
            return await(p, tunnel);
        }
        if (refused != null) {
            return p.drop(refused);
        }
        int slot = slot(p, tunnel);
        Verdict resolved = slot == NO_SLOT ? noRoute(p) : stages.nextHops.await(p, slot);
        return resolved == Verdict.CONTINUE ? first(p, compartment, tunnel, slot) : resolved;
    }

    /// Why the packet cannot go now, after its sender was told; null when it can.
    private @Nullable DropReason refusal(Packet p, Tunnel tunnel) {
        if (p.ttl <= 1) {
            stages.errors.timeExceeded(p);
            return DropReason.TTL_EXPIRED;
        }
        DropReason refused = encapsulator.choose(p, tunnel);
        if (refused == DropReason.ESP_SELECTOR) {
            stages.errors.unreachable(p, IcmpErrors.ADMINISTRATIVELY_PROHIBITED);
        }
        return refused;
    }

    private Verdict down(Packet p) {
        stages.errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
        return p.drop(DropReason.TUNNEL_DOWN);
    }

    private Verdict noRoute(Packet p) {
        stages.errors.unreachable(p, IcmpErrors.NET_UNREACHABLE);
        return p.drop(DropReason.NO_ROUTE);
    }

    /// RFC 4301 §4.4.1: the first packet brings the association about, and waits for it.
    private Verdict await(Packet p, Tunnel tunnel) {
        if (p.late) {
            return down(p);
        }
        demand(tunnel);
        return stages.waiting.hold(p, WaitingRoom.Reason.TUNNEL, tunnel.index());
    }

    private void demand(Tunnel tunnel) {
        if (tunnel.state().demand(context.nowNs())) {
            events.demanded(tunnel.index());
        }
    }

    /// Whether what waits for a tunnel is to go on: it is up, or gone.
    boolean ready(int index) {
        Tunnel tunnel = rule.find(index);
        return tunnel == null || encapsulator.isUp(tunnel);
    }

    private int slot(Packet p, Tunnel tunnel) {
        return tunnel.kind() == Tunnel.Kind.L3
                ? stages.nextHops.neighbor(
                        p,
                        tunnel.path().link(),
                        encapsulator.remoteHigh(),
                        encapsulator.remoteLow())
                : stages.nextHops.slot(
                        p, encapsulator.remoteHigh(), encapsulator.remoteLow(), tunnel.index());
    }

    private Verdict first(Packet p, Compartment compartment, Tunnel tunnel, int slot) {
        int mtuBytes = encapsulator.maxInnerBytes(parts.adjacencies.mtuBytes(slot));
        if (isTooBig(p, tunnel, mtuBytes)) {
            return Verdict.DROP;
        }
        int bytes = p.ipTotalBytes;
        long entry = install(p, compartment, tunnel);
        Verdict verdict = leave(p, tunnel, slot, mtuBytes);
        if (verdict == Verdict.FORWARD && entry != 0) {
            parts.cache.count(entry, bytes);
        }
        return verdict;
    }

    /// The longest packet that its sender need not make smaller. No sender of IPv6 goes below 1280
    /// bytes: where that does not fit, the outer packet is cut (RFC 2473 §7.1).
    private static int allowed(Packet p, Tunnel tunnel, int mtuBytes) {
        return p.ipv6 && tunnel.kind() != Tunnel.Kind.L3
                ? Math.max(mtuBytes, Ipv6Header.LEAST_MTU_BYTES)
                : mtuBytes;
    }

    private boolean isTooBig(Packet p, Tunnel tunnel, int mtuBytes) {
        int allowed = allowed(p, tunnel, mtuBytes);
        if (p.ipTotalBytes <= allowed || !p.dontFragment) {
            return false;
        }
        stages.errors.tooBig(p, allowed);
        p.drop(DropReason.TOO_BIG);
        return true;
    }

    private long install(Packet p, Compartment compartment, Tunnel tunnel) {
        int ingress = SourceGuard.ingressAdjacency(p, compartment.records());
        if (ingress == 0 || !HitPath.hasFlow(p) || !Delivery.isPlain(p)) {
            return 0;
        }
        action.clear().intoTunnel(tunnel.index());
        action.owner = compartment.index();
        action.generation = compartment.generation();
        action.ingressAdjacency = ingress;
        key.set(p);
        return parts.cache.install(key, action);
    }

    /// Carries a packet of a known flow, whose source is checked.
    ///
    /// @return CONTINUE when the slow path must decide; then nothing has changed
    Verdict hit(Packet p, int index) {
        Tunnel tunnel = rule.find(index);
        if (tunnel == null || tunnel.tenant().compartment() != p.compartment) {
            return Verdict.CONTINUE;
        }
        if (rule.isOthers(tunnel)) {
            return rule.handOver(p, tunnel);
        }
        if (encapsulator.choose(p, tunnel) != null) {
            return Verdict.CONTINUE;
        }
        int slot = slot(p, tunnel);
        if (slot == NO_SLOT || !stages.nextHops.ready(slot)) {
            return Verdict.CONTINUE;
        }
        int mtuBytes = encapsulator.maxInnerBytes(parts.adjacencies.mtuBytes(slot));
        return p.ipTotalBytes > allowed(p, tunnel, mtuBytes)
                ? Verdict.CONTINUE
                : leave(p, tunnel, slot, mtuBytes);
    }

    /// Sends what came out of another tunnel of the same network: it can neither wait nor leave a
    /// flow behind.
    Verdict turn(Packet p, Compartment compartment, int index) {
        Tunnel tunnel = rule.find(index, compartment);
        if (tunnel == null) {
            return down(p);
        }
        DropReason refused = refusal(p, tunnel);
        if (refused == DropReason.TUNNEL_DOWN) {
            demand(tunnel);
            return down(p);
        }
        if (refused != null) {
            return p.drop(refused);
        }
        int slot = slot(p, tunnel);
        if (slot == NO_SLOT) {
            return noRoute(p);
        }
        int mtuBytes = encapsulator.maxInnerBytes(parts.adjacencies.mtuBytes(slot));
        if (isTooBig(p, tunnel, mtuBytes)) {
            return Verdict.DROP;
        }
        if (rule.isOthers(tunnel)) {
            return p.handOver.to(rule.owner(tunnel), HandOver.BETWEEN_TUNNELS);
        }
        return stages.nextHops.require(p, slot) == Verdict.DROP
                ? Verdict.DROP
                : leave(p, tunnel, slot, mtuBytes);
    }

    /// Sends a packet of the gateway's own, an answer to what came by the tunnel; its memory is the
    /// caller's unless the verdict is FORWARD.
    Verdict answer(Packet p, int index) {
        Tunnel tunnel = rule.find(index);
        if (tunnel == null || rule.isOthers(tunnel) || encapsulator.choose(p, tunnel) != null) {
            return p.drop(DropReason.TUNNEL_DOWN);
        }
        int slot = slot(p, tunnel);
        if (slot == NO_SLOT || stages.nextHops.require(p, slot) == Verdict.DROP) {
            return p.drop(DropReason.NO_ROUTE);
        }
        int mtuBytes = encapsulator.maxInnerBytes(parts.adjacencies.mtuBytes(slot));
        return carry(p, tunnel, slot, mtuBytes);
    }

    /// Sends a packet that begins at this gateway, and not for an answer: it keeps its TTL, and the
    /// tenant's limits are not for it. It can neither wait nor leave a flow behind.
    ///
    /// @return DROP with TOO_BIG when its sender, whom the caller tells, is to send smaller ones
    ///   ([#mtuBytes])
    Verdict originate(Packet p, Compartment compartment, int index) {
        Tunnel tunnel = rule.find(index, compartment);
        if (tunnel == null) {
            return p.drop(DropReason.TUNNEL_DOWN);
        }
        DropReason refused = encapsulator.choose(p, tunnel);
        if (refused != null) {
            if (refused == DropReason.TUNNEL_DOWN) {
                demand(tunnel);
            }
            return p.drop(refused);
        }
        int slot = slot(p, tunnel);
        if (slot == NO_SLOT) {
            return p.drop(DropReason.NO_ROUTE);
        }
        int mtuBytes = encapsulator.maxInnerBytes(parts.adjacencies.mtuBytes(slot));
        if (p.ipTotalBytes > allowed(p, tunnel, mtuBytes)) {
            return p.drop(DropReason.TOO_BIG);
        }
        if (rule.isOthers(tunnel)) {
            return p.handOver.to(rule.owner(tunnel), HandOver.FROM_SPEAKERS);
        }
        if (stages.nextHops.require(p, slot) == Verdict.DROP) {
            return Verdict.DROP;
        }
        Delivery.clampMss(p, mtuBytes);
        return carry(p, tunnel, slot, mtuBytes);
    }

    /// The longest packet like this one that the tunnel takes; 0 when it takes none now. Any
    /// worker.
    int mtuBytes(Packet p, int index) {
        Tunnel tunnel = rule.find(index);
        if (tunnel == null || encapsulator.choose(p, tunnel) != null) {
            return 0;
        }
        int slot = slot(p, tunnel);
        int linkMtuBytes = slot == NO_SLOT ? 0 : parts.adjacencies.mtuBytes(slot);
        return linkMtuBytes == 0 ? 0 : allowed(p, tunnel, encapsulator.maxInnerBytes(linkMtuBytes));
    }

    private Verdict leave(Packet p, Tunnel tunnel, int slot, int mtuBytes) {
        if (!tunnel.state().outLimit().admits(p.ipTotalBytes, context.nowNs())) {
            tunnel.state().out().countDrop();
            return p.drop(DropReason.TUNNEL_LIMIT);
        }
        Delivery.clampMss(p, mtuBytes);
        Rewrite.decrementTtl(p);
        return carry(p, tunnel, slot, mtuBytes);
    }

    /// Fragments are made before encryption, so that the peer need not reassemble (RFC 4301 §8.2).
    private Verdict carry(Packet p, Tunnel tunnel, int slot, int mtuBytes) {
        if (p.ipTotalBytes <= mtuBytes) {
            return one(p, tunnel, slot);
        }
        if (p.ipv6) {
            return p.ipTotalBytes <= allowed(p, tunnel, mtuBytes)
                    ? inPieces(p, tunnel, slot)
                    : p.drop(DropReason.TOO_BIG);
        }
        int others = stages.fragmenter.split(p, mtuBytes);
        if (others < 0) {
            return p.drop(DropReason.NO_FRAME);
        }
        Verdict first = one(p, tunnel, slot);
        for (int i = 0; i < others; i++) {
            Packet piece = stages.fragmenter.other(i);
            if (one(piece, tunnel, slot) == Verdict.FORWARD) {
                context.counters(piece.compartment).add(Total.MADE_FRAMES, 1);
            } else {
                context.frames().free(piece.ip);
            }
        }
        return first;
    }

    /// Sends an IPv6 packet that may not be smaller in an outer packet that must be.
    private Verdict inPieces(Packet p, Tunnel tunnel, int slot) {
        int bytes = p.ipTotalBytes;
        Verdict verdict = encapsulator.encapsulate(p);
        if (verdict == Verdict.CONTINUE) {
            verdict = sendPieces(p, slot);
        }
        if (verdict == Verdict.FORWARD) {
            tunnel.state().out().count(bytes);
        } else {
            tunnel.state().out().countDrop();
        }
        return verdict;
    }

    private Verdict sendPieces(Packet outer, int slot) {
        int mtuBytes = encapsulator.maxOuterBytes(parts.adjacencies.mtuBytes(slot));
        int others =
                outer.ipv6
                        ? stages.fragmenter.splitOwn6(outer, mtuBytes)
                        : stages.fragmenter.split(identified(outer), mtuBytes);
        if (others < 0) {
            return outer.drop(DropReason.NO_FRAME);
        }
        Verdict first = parts.executor.send(outer, slot);
        for (int i = 0; i < others; i++) {
            Packet piece = stages.fragmenter.other(i);
            if (parts.executor.send(piece, slot) == Verdict.FORWARD) {
                context.counters(piece.compartment).add(Total.MADE_FRAMES, 1);
            } else {
                context.frames().free(piece.ip);
            }
        }
        return first;
    }

    /// What is to be fragmented needs an identification (RFC 6864 §4.2).
    private Packet identified(Packet outer) {
        Memory.put16(outer.ip + 4, identifications.next());
        outer.dontFragment = false;
        return outer;
    }

    private Verdict one(Packet p, Tunnel tunnel, int slot) {
        int bytes = p.ipTotalBytes;
        Verdict verdict = encapsulator.encapsulate(p);
        if (verdict == Verdict.CONTINUE) {
            verdict = parts.executor.send(p, slot);
        }
        if (verdict == Verdict.FORWARD) {
            tunnel.state().out().count(bytes);
        } else {
            tunnel.state().out().countDrop();
        }
        return verdict;
    }
}
