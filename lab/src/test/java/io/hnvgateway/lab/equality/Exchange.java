package io.hnvgateway.lab.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.lab.capture.CapturedFrame;
import io.hnvgateway.lab.golden.FrameForm;
import io.hnvgateway.lab.golden.GatewayUnderTest;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowEntry;
import java.util.Arrays;
import java.util.List;

/// One frame and what both executors make of it, the program first.
///
/// Both have the same state before them: of all that Java knows the program changes only what an
/// entry says of its use, and that is put back. Whether Java executed an entry, rather than
/// deciding anew with the same result, is told by the entry: it counted the packet, and nothing
/// else was written.
final class Exchange {
    /// The kernel's coarse clock lags by one of its ticks, 10 ms at most, in units of last use; by
    /// some more where a hypervisor takes the core that keeps the time.
    private static final int LAG_UNITS = 64;

    /// `flow.h`: the program tells uses apart by so many units.
    private static final int USE_UNITS = 128;

    private final GatewayUnderTest gateway;
    private final FlowReader flow;
    private final int port;
    private final byte[] frame;
    private final long entry;
    private final EntryState before;
    private final XdpSide.Run run;
    private final EntryState afterXdp;
    private final long forwarded;
    private final long forwardedByXdp;

    // When the program ran.
    private final int begun;
    private final int ended;

    /// Runs the program over the frame, and leaves the state as it was.
    Exchange(GatewayUnderTest gateway, FlowReader flow, XdpSide xdp, int port, byte[] frame) {
        this.gateway = gateway;
        this.flow = flow;
        this.port = port;
        this.frame = frame;
        entry = flow.find(port, frame);
        before = state();
        forwarded = entry == 0 ? 0 : forwarded();
        begun = FlowEntry.coarse(System.nanoTime());
        run = xdp.run(port, frame);
        ended = FlowEntry.coarse(System.nanoTime());
        afterXdp = state();
        forwardedByXdp = entry == 0 ? 0 : forwarded() - forwarded;
        if (run.executed() && entry != 0) {
            before.putBack(entry);
        }
    }

    /// The program rounds up, Java does not.
    private static int noted(int coarse) {
        return coarse | (USE_UNITS - 1);
    }

    private EntryState state() {
        return EntryState.of(gateway.core().flows(), entry);
    }

    /// Judges what the program did.
    ///
    /// @param steered what steering says of the frame, without any flow
    void checkXdp(SteeringVerdict steered) {
        if (run.executed()) {
            assertThat(entry).as("an entry for what was executed: %s", this).isNotZero();
            assertThat(steered.isGateway()).as("the gateway's: %s %s", steered, this).isTrue();
            assertThat(afterXdp.carriedOneSince(before)).as("carried: %s", this).isTrue();
            assertThat(forwardedByXdp).as("forwarded by XDP: %s", this).isEqualTo(1);
            assertThat(afterXdp.lastUse())
                    .as("last use: %s", this)
                    .isBetween(noted(begun - LAG_UNITS), noted(ended));
        } else {
            assertThat(run.verdict()).as("steering: %s", this).isEqualTo(steered);
            assertThat(afterXdp).as("entry of what was not executed: %s", this).isEqualTo(before);
            assertThat(forwardedByXdp).as("forwarded by XDP: %s", this).isZero();
        }
    }

    /// @param sent what left when Java had worked on the frame
    /// @return whether Java executed it
    boolean compare(List<CapturedFrame> sent, Tally tally) {
        tally.frame();
        EntryState after = state();
        boolean hit = entry != 0 && after.carriedOneSince(afterXdp);
        if (entry != 0) {
            assertThat(after.packets() - afterXdp.packets())
                    .as("counted for the flow, at most what left: %s", this)
                    .isLessThanOrEqualTo(forwarded() - forwarded - forwardedByXdp);
        }
        if (run.executed()) {
            assertThat(hit).as("executed by Java too: %s", this).isTrue();
            compareFrames(sent);
            compareNotes(after);
            tally.executed();
        } else if (hit && run.verdict().isGateway()) {
            WentUp reason = WentUp.of(flow);
            if (reason == null) {
                throw new AssertionError("there is no reason to leave it to Java: " + this);
            }
            tally.wentUp(reason);
        }
        return hit;
    }

    private void compareNotes(EntryState after) {
        assertThat(after.lastUse()).isEqualTo(FlowEntry.coarse(gateway.nowNs()));
        assertThat(afterXdp.acknowledged())
                .as("acknowledged: %s", this)
                .isEqualTo(after.acknowledged());
        assertThat(afterXdp.bytes() - before.bytes())
                .as("bytes of the flow: %s", this)
                .isEqualTo(after.bytes() - afterXdp.bytes());
        assertThat(forwarded()).as("forwarded: %s", this).isEqualTo(forwarded + 2);
    }

    /// An IP identification that the gateway chose may differ, no other byte.
    private void compareFrames(List<CapturedFrame> sent) {
        boolean same =
                sent.stream()
                        .anyMatch(java ->
                                Arrays.equals(java.bytes(), run.frame())
                                        || isSameForm(java.bytes(), run.frame()));
        if (!same) {
            assertThat(XdpSide.hex(run.frame()))
                    .as("what XDP made of %s", this)
                    .isIn(sent.stream().map(CapturedFrame::bytes).map(XdpSide::hex).toList());
        }
    }

    private static boolean isSameForm(byte[] java, byte[] xdp) {
        FrameForm found = FrameForm.of(xdp);
        return found.checksumsValid() && found.text().equals(FrameForm.of(java).text());
    }

    /// Packets that both executors together forwarded for the entry's owner.
    private long forwarded() {
        Compartment owner =
                gateway.core()
                        .compiler()
                        .published()
                        .get()
                        .forwarding()
                        .compartment(flow.action().owner);
        return owner == null ? 0 : owner.state().counters().verdicts(Verdict.FORWARD);
    }

    @Override
    public String toString() {
        return "port %d, frame %s, %s, %s, owner %d"
                .formatted(
                        port,
                        XdpSide.hex(frame),
                        run.verdict(),
                        entry == 0 ? "no flow" : "a flow",
                        flow.action().owner);
    }
}
