package io.hnvgateway.lab.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.lab.golden.CaseConfig;
import io.hnvgateway.lab.golden.GatewayUnderTest;
import io.hnvgateway.lab.isolation.GatewayOfWorld;
import io.hnvgateway.lab.isolation.HostileTraffic;
import io.hnvgateway.lab.isolation.Sent;
import io.hnvgateway.lab.isolation.World;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// One random world whose frames go through both executors: a third is the world's own traffic, the
/// rest are packets of known flows with something changed in them; after a packet that was executed
/// something in the tables is changed for a moment.
final class Trial implements AutoCloseable {
    private static final int FRAMES_BETWEEN_CHANGES = 10_000;

    /// Frames after a change until all neighbours are known again.
    private static final int FRAMES_WITHOUT_SOME = 500;

    private static final int BACK = 0;
    private static final int FRONT = 1;
    private static final long STEP_NS = 50_000;
    private static final Mutation[] MUTATIONS = Mutation.values();
    private static final Tampering[] TAMPERINGS = Tampering.values();

    private final List<String> devices;
    private final XdpSide xdp;
    private final Tally tally;
    private final Random random;
    private final KnownFlows known;
    private final TwoExecutors ports;
    private final GatewayUnderTest gateway;
    private final HostileTraffic traffic;
    private World world;

    Trial(XdpSide xdp, CaseConfig config, World world, Random random, Tally tally) {
        devices = config.portNames();
        this.xdp = xdp;
        this.world = world;
        this.random = random;
        this.tally = tally;
        known = new KnownFlows(random);
        ports = new TwoExecutors(xdp, config, tally);
        gateway = new GatewayUnderTest(config, ports);
        ports.of(gateway);
        traffic = new HostileTraffic(world, random);
    }

    void play(int frames) {
        for (int i = 1; i <= frames; i++) {
            if (known.isEmpty() || random.nextInt(3) == 0) {
                Sent next = traffic.next();
                carry(next.fromBackEnd() ? BACK : FRONT, next.bytes());
            } else {
                mutated(known.any());
            }
            if (i % FRAMES_BETWEEN_CHANGES == 0) {
                change();
            } else if (i % FRAMES_BETWEEN_CHANGES == FRAMES_WITHOUT_SOME) {
                gateway.neighbors(GatewayOfWorld.neighbors(devices));
            }
        }
        assertThat(gateway.core().faults().total()).as("faults").isZero();
    }

    /// Another world, and some neighbours are not known for a while.
    private void change() {
        world = world.changed(random);
        gateway.apply(GatewayOfWorld.state(world));
        traffic.world(world);
        gateway.neighbors(
                GatewayOfWorld.neighbors(devices).stream()
                        .filter(_ -> random.nextInt(3) > 0)
                        .toList());
    }

    private void mutated(KnownFlows.Known of) {
        var draft = new Draft(of);
        Mutation mutation = MUTATIONS[random.nextInt(MUTATIONS.length)];
        mutation.make(draft, random);
        byte[] frame = draft.frame();
        int before = tally.executedAlike();
        carry(draft.port, frame);
        boolean same = draft.port == of.port() && Arrays.equals(frame, new Draft(of).frame());
        if (mutation == Mutation.NONE || !same) {
            tally.mutated(mutation, tally.executedAlike() > before);
        }
    }

    private void carry(int port, byte[] frame) {
        gateway.letPass(STEP_NS);
        int before = tally.executedAlike();
        gateway.receive(devices.get(port), frame);
        for (CapturedFrame out : ports.takeSent()) {
            if (out.port().equals(devices.get(BACK))) {
                traffic.observeInside(out.bytes());
            } else {
                traffic.observe(out.bytes());
            }
        }
        if (ports.hit()) {
            boolean ofBoth = tally.executedAlike() > before;
            remember(port, frame, ofBoth);
            if (ofBoth) {
                tamper(port, frame);
            }
        }
    }

    private void remember(int port, byte[] frame, boolean ofBoth) {
        ports.flows().find(port, frame);
        if (ports.flows().plain()) {
            boolean overlay = ports.flows().packet().overlay;
            known.add(
                    new KnownFlows.Known(port, frame, overlay),
                    ports.flows().packet().ipv6,
                    ofBoth);
        }
    }

    /// The program alone, while something about the flow is not in order; and when it is again.
    private void tamper(int port, byte[] frame) {
        if (ports.flows().find(port, frame) == 0) {
            return;
        }
        Tampering how = TAMPERINGS[random.nextInt(TAMPERINGS.length)];
        Runnable undo = how.make(xdp.tables(), ports.flows());
        if (undo == Tampering.NOTHING) {
            return;
        }
        XdpSide.Run run = xdp.run(port, frame);
        undo.run();
        assertThat(run.executed()).as("executed though %s: %s", how, XdpSide.hex(frame)).isFalse();
        assertThat(xdp.run(port, frame).executed())
                .as("executed after %s: %s", how, XdpSide.hex(frame))
                .isTrue();
        tally.tampered(how);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
