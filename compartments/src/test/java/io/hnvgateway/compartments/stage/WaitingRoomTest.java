package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.IntTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SLOT = 7;

    private final Arena arena = Arena.ofShared();
    private final ForwardingSnapshot snapshot =
            new ForwardingSnapshot(
                    0,
                    new Compartment[1],
                    IntTable.EMPTY,
                    new FrontEnd(Fib.EMPTY, Fib.EMPTY, 1, new int[1], new boolean[1]),
                    new ProviderNetwork(IntTable.EMPTY, new boolean[1]));
    private final CompartmentState state = new CompartmentState();
    private final WorkerContext context =
            new WorkerContext(new FramePool(arena.allocate(8192, 4096)), state, snapshot);
    private final WaitingRoom room = new WaitingRoom(context);
    private final List<Long> replayed = new ArrayList<>();
    private final List<DropReason> late = new ArrayList<>();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void letsFramesGoInTheOrderOfArrivalWhenTheyAreReady() {
        hold(100);
        hold(200);

        assertThat(room.release(guests(_ -> false))).isZero();
        assertThat(room.release(guests(key -> key == SLOT))).isEqualTo(2);
        assertThat(replayed).containsExactly(100L, 200L);
        assertThat(state.heldFrames()).isZero();
    }

    @Test
    void sendsFramesThatWaitTooLongOnceMoreAndHoldsThemNoLonger() {
        hold(100);
        context.begin(snapshot, 4 * SECOND_NS);

        room.release(guests(_ -> false));
        assertThat(replayed).containsExactly(100L);
        assertThat(late).containsExactly(DropReason.NEIGHBOR_UNRESOLVED);
        assertThat(room.size()).isZero();
    }

    @Test
    void abandonsFragmentsWhoseFirstOneDoesNotCome() {
        Packet p = new Packet();
        p.reset(0, 100, 60, 0);
        room.hold(p, WaitingRoom.Reason.FIRST_FRAGMENT, SLOT);
        context.begin(snapshot, 16 * SECOND_NS);

        room.release(guests(_ -> false));
        assertThat(replayed).isEmpty();
        assertThat(late).containsExactly(DropReason.FRAGMENT_TIMEOUT);
        assertThat(room.size()).isZero();
    }

    @Test
    void boundsTheFramesOfOneNeighbor() {
        for (int i = 0; i < 32; i++) {
            assertThat(hold(i)).isEqualTo(Verdict.HOLD);
        }
        assertThat(hold(99)).isEqualTo(Verdict.DROP);
    }

    @Test
    void boundsTheFramesOfOneCompartment() {
        int held = 0;
        for (int i = 0; i < 200; i++) {
            held += hold(i, i) == Verdict.HOLD ? 1 : 0;
        }
        assertThat(held).isEqualTo(64);
    }

    @Test
    void keepsAFrameThatMustWaitAgainWhileOthersLeave() {
        hold(100);
        hold(200);
        room.release(
                new WaitingRoom.Guests() {
                    @Override
                    public boolean ready(WaitingRoom.Reason reason, int key) {
                        return true;
                    }

                    @Override
                    public void replay(Packet p) {
                        replayed.add(p.address);
                        if (p.address == 100) {
                            room.hold(p, WaitingRoom.Reason.NEIGHBOR, SLOT + 1);
                        }
                    }

                    @Override
                    public void abandon(Packet p) {
                        throw new AssertionError();
                    }
                });

        assertThat(replayed).containsExactly(100L, 200L);
        assertThat(room.size()).isEqualTo(1);
        assertThat(room.anyWaits(WaitingRoom.Reason.NEIGHBOR, SLOT + 1)).isTrue();
    }

    private Verdict hold(long address) {
        return hold(address, SLOT);
    }

    private Verdict hold(long address, int key) {
        Packet p = new Packet();
        p.reset(0, address, 60, 0);
        return room.hold(p, WaitingRoom.Reason.NEIGHBOR, key);
    }

    private WaitingRoom.Guests guests(Predicate<Integer> ready) {
        return new WaitingRoom.Guests() {
            @Override
            public boolean ready(WaitingRoom.Reason reason, int key) {
                return ready.test(key);
            }

            @Override
            public void replay(Packet p) {
                assertThat(p.replayed).isTrue();
                replayed.add(p.address);
                if (p.late) {
                    assertThat(room.hold(p, WaitingRoom.Reason.NEIGHBOR, SLOT))
                            .isEqualTo(Verdict.DROP);
                    abandon(p);
                }
            }

            @Override
            public void abandon(Packet p) {
                DropReason reason = p.dropReason;
                assertThat(reason).isNotNull();
                late.add(reason == null ? DropReason.INTERNAL_ERROR : reason);
            }
        };
    }
}
