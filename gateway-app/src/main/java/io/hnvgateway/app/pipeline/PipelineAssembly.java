package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.stage.Answers;
import io.hnvgateway.compartments.stage.ControlMessages;
import io.hnvgateway.compartments.stage.ControlStage;
import io.hnvgateway.compartments.stage.FlowCache;
import io.hnvgateway.compartments.stage.FragmentStage;
import io.hnvgateway.compartments.stage.Fragmenter;
import io.hnvgateway.compartments.stage.IcmpErrors;
import io.hnvgateway.compartments.stage.InnerArpStage;
import io.hnvgateway.compartments.stage.InnerNdStage;
import io.hnvgateway.compartments.stage.LearningStage;
import io.hnvgateway.compartments.stage.LinkProbeStage;
import io.hnvgateway.compartments.stage.LocalStage;
import io.hnvgateway.compartments.stage.NextHopStage;
import io.hnvgateway.compartments.stage.UnderlayArpStage;
import io.hnvgateway.compartments.stage.UnderlayNdStage;
import io.hnvgateway.compartments.stage.WaitingRoom;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.ipsec.stage.TunnelDecapsulator;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FrameTransmitter;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowExecutor;
import io.hnvgateway.packet.flow.FlowPasses;

/// Puts a worker's pipeline together. Runs once, before the worker starts.
public final class PipelineAssembly {
    /// A compartment may take this part of the flow table.
    private static final int FLOW_SHARE = 8;

    private final PipelineSurroundings around;
    private final PipelineSurroundings.Tables tables;
    private final WorkerContext context;
    private final FrameTransmitter transmitter;
    private final FlowExecutor executor;
    private final WaitingRoom waiting;
    private final FlowCache cache;
    private final NatStage nat;
    private final Answers answers;
    private final IcmpErrors errors;
    private final FragmentStage fragments;
    private final NextHopStage nextHops;
    private final OwnerRule owners;

    private PipelineAssembly(
            PipelineSurroundings around, GatewaySnapshot first, CompartmentState defaultState) {
        this.around = around;
        tables = around.tables();
        context =
                new WorkerContext(
                        around.place().worker(),
                        around.place().workers(),
                        around.frames(),
                        defaultState,
                        first.forwarding());
        Links links = around.links();
        transmitter = (link, address, length) -> links.port(link).transmit(address, length);
        executor =
                new FlowExecutor(
                        tables.adjacencies(),
                        transmitter,
                        (_, p) -> p.drop(DropReason.NEIGHBOR_UNRESOLVED),
                        tables.generations(),
                        tables.identifications());
        Taps taps = around.place().taps();
        int worker = context.worker();
        executor.tap((p, inner, bytes) ->
                taps.see(true, p.compartment, worker, context.nowNs(), inner, bytes));
        waiting = new WaitingRoom(context);
        cache =
                new FlowCache(
                        tables.flows(), context, tables.flows().ipv4().capacity() / FLOW_SHARE);
        nat = around.nat().create(new SessionEntries(tables.flows(), cache));
        answers = new Answers(context, executor, tables.neighbors(), waiting);
        errors = new IcmpErrors(context, answers);
        fragments = new FragmentStage(context, waiting, tables.identifications());
        owners = new OwnerRule(context, nat.owners());
        nextHops =
                new NextHopStage(
                        context, tables.adjacencies(), tables.neighbors(), waiting, errors);
    }

    /// Builds a pipeline that follows the published snapshots.
    public static GatewayPipeline assemble(
            PipelineSurroundings around,
            PublishedSnapshot published,
            CompartmentState defaultState) {
        return new PipelineAssembly(around, published.get(), defaultState).pipeline(published);
    }

    private GatewayPipeline pipeline(PublishedSnapshot published) {
        TunnelRule rule = new TunnelRule(context, around.tunnels().table());
        TunnelPath tunnels = tunnels(rule);
        answers.tunnels(tunnels::answer);
        HitPath hits = new HitPath(context, tables.flows(), executor, tunnels);
        LocalStage local = new LocalStage(context, answers, errors);
        Delivery delivery = delivery();
        InwardPath inward =
                new InwardPath(
                        new InwardPath.Way(new VmDelivery(errors), nextHops, delivery),
                        context,
                        errors);
        PrefixExchange prefixes = new PrefixExchange(nat, errors);
        OutsidePath outside =
                new OutsidePath(
                        context,
                        hits,
                        new OutsidePath.Stages(local, fragments, nat, prefixes, owners),
                        inward);
        SourceTranslation translation = new SourceTranslation(context, nat, prefixes, errors);
        HairpinPath hairpin =
                new HairpinPath(
                        context,
                        new HairpinPath.Stages(translation, nat, prefixes, errors, owners),
                        inward);
        FrontEndExit frontEnd =
                new FrontEndExit(
                        context,
                        tables.adjacencies(),
                        new FrontEndExit.Stages(nextHops, translation, local, errors),
                        hairpin,
                        delivery);
        PuntPath punts =
                new PuntPath(
                        context,
                        new PuntPath.Stages(new VmDelivery(errors), nextHops, tunnels),
                        new PuntPath.Parts(tables.adjacencies(), executor));
        BfdPath bfd = new BfdPath(context, punts, around);
        EchoPath echoes = new EchoPath(context, punts, around.place().echoes());
        local.serve(p -> ofGateway(p, punts, bfd, echoes));
        InsidePath inside = inside(hits, local, delivery, frontEnd, tunnels);
        OuterFragments outerFragments = new OuterFragments(context, around.tunnels().host());
        TunnelIngress ingress =
                new TunnelIngress(
                        context,
                        rule,
                        new TunnelDecapsulator(
                                around.tunnels().table(), around.tunnels().associations()),
                        new TunnelIngress.Stages(outerFragments, inward, tunnels, local, errors));
        OuterPath outer =
                new OuterPath(
                        context,
                        around.links(),
                        around.place().taps(),
                        new OuterPath.Stages(
                                new UnderlayArpStage(context, transmitter, around.links()),
                                new UnderlayNdStage(context, transmitter, around.links()),
                                new ControlMessages(context, transmitter, true),
                                ingress,
                                punts),
                        inside,
                        outside);
        FlowPasses passes = executor.passes(tables.flows().ipv4());
        return new GatewayPipeline(
                published,
                context,
                new GatewayPipeline.Ways(
                        new OuterPass(around.links(), context.snapshot()),
                        passes,
                        new FirstPacketPass(context, passes, nat, tables.adjacencies()),
                        outer),
                new GatewayPipeline.Keepers(
                        waiting,
                        answers,
                        nextHops,
                        fragments,
                        cache,
                        new LinkProbeStage(context, transmitter, around.links(), around.probes()),
                        nat,
                        hairpin,
                        tunnels,
                        ingress,
                        punts,
                        bfd,
                        echoes,
                        outerFragments),
                around);
    }

    /// Packets for the gateway's own addresses that are not just ping.
    private static Verdict ofGateway(Packet p, PuntPath punts, BfdPath bfd, EchoPath echoes) {
        return switch (p.protocol) {
            case IpProtocol.UDP -> bfd.fromPeer(p);
            case IpProtocol.TCP -> punts.fromPeer(p);
            default -> {
                Verdict answer = echoes.fromVm(p);
                yield answer == Verdict.CONTINUE ? punts.fromPeer(p) : answer;
            }
        };
    }

    private Delivery delivery() {
        Fragmenter fragmenter = new Fragmenter(around.frames());
        return new Delivery(
                context,
                new Delivery.Parts(tables.adjacencies(), executor, cache, fragmenter, fragments),
                nat,
                errors);
    }

    private TunnelPath tunnels(TunnelRule rule) {
        Fragmenter fragmenter = new Fragmenter(around.frames());
        return new TunnelPath(
                context,
                rule,
                around,
                new TunnelPath.Stages(nextHops, waiting, fragments, fragmenter, errors),
                new TunnelPath.Parts(cache, executor, tables.adjacencies()));
    }

    private InsidePath inside(
            HitPath hits,
            LocalStage local,
            Delivery delivery,
            FrontEndExit frontEnd,
            TunnelPath tunnels) {
        VmPath vms = new VmPath(new VmDelivery(errors), nextHops, delivery);
        LearningStage learning = new LearningStage(context, around.events());
        return new InsidePath(
                new InsidePath.Stages(
                        new InnerArpStage(context, answers, learning),
                        new InnerNdStage(context, answers, learning),
                        new ControlStage(context, around.events()),
                        local,
                        fragments,
                        owners,
                        errors),
                new InsidePath.Ways(hits, vms, frontEnd, tunnels));
    }
}
