package io.hnvgateway.compartments.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.FrontEnd;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.IpTable;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.PersistentTable;
import io.hnvgateway.compartments.PrefixTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int SLOT = 7;

    private final Arena arena = Arena.ofShared();
    private final ForwardingSnapshot snapshot =
            new ForwardingSnapshot(
                    0,
                    PagedArray.of(compartments()),
                    PersistentTable.EMPTY,
                    new FrontEnd(
                            PrefixTable.EMPTY,
                            Fib.EMPTY,
                            NextHopGroups.EMPTY,
                            1,
                            List.of(),
                            new boolean[1]),
                    new ProviderNetwork(IpTable.EMPTY, PersistentTable.EMPTY, new boolean[1]));
    private final CompartmentState state = new CompartmentState();
    private final WorkerContext context =
            new WorkerContext(new FramePool(arena.allocate(8192, 4096)), state, snapshot);
    private final WaitingRoom room = new WaitingRoom(context);
    private final List<Long> replayed = new ArrayList<>();
    private final List<Integer> answered = new ArrayList<>();
    private final List<DropReason> late = new ArrayList<>();

    private static Compartment[] compartments() {
        return IntStream.range(0, 64)
                .mapToObj(WaitingRoomTest::compartment)
                .toArray(Compartment[]::new);
    }

    private static Compartment compartment(int index) {
        return new Compartment(
                new Compartment.Identity(index, 0, new RoutingDomainId(new UUID(0, index)), ""),
                new Compartment.Topology(List.of(), new GatewayInterfaces(List.of())),
                LookupTable.EMPTY,
                new Compartment.Forwarding(
                        List.of(),
                        Fib.EMPTY,
                        NextHopGroups.EMPTY,
                        List.of(),
                        SourceCheck.STRICT,
                        1500),
                new CompartmentState());
    }

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
    void keepsRoomForOneCompartmentAtANeighborThatAnotherCrowds() {
        for (int i = 0; i < 99; i++) {
            hold(i, SLOT, 1);
        }
        assertThat(hold(100, SLOT, 2)).isEqualTo(Verdict.HOLD);
    }

    @Test
    void keepsRoomForNeighborsWhileFragmentsCrowd() {
        int held = 0;
        for (int i = 0; i < WaitingRoom.CAPACITY; i++) {
            Packet p = packet(i, i / 32 + 1);
            held += room.hold(p, WaitingRoom.Reason.FIRST_FRAGMENT, i / 32) == Verdict.HOLD ? 1 : 0;
        }
        assertThat(held).isEqualTo(WaitingRoom.CAPACITY / 2);
        assertThat(hold(1, SLOT, 40)).isEqualTo(Verdict.HOLD);

        room.release(guests(key -> key == 3));
        assertThat(room.hold(packet(1, 50), WaitingRoom.Reason.FIRST_FRAGMENT, 99))
                .isEqualTo(Verdict.HOLD);
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
                    public void sendAnswer(Packet p, int adjacency) {
                        throw new AssertionError();
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
        return hold(address, key, 0);
    }

    private Verdict hold(long address, int key, int compartment) {
        return room.hold(packet(address, compartment), WaitingRoom.Reason.NEIGHBOR, key);
    }

    private static Packet packet(long address, int compartment) {
        Packet p = new Packet();
        p.reset(0, address, 60, 0);
        p.compartment = compartment;
        return p;
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
            public void sendAnswer(Packet p, int adjacency) {
                answered.add(p.late ? -adjacency : adjacency);
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
