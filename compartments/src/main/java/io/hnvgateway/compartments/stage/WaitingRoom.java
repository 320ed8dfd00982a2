package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FairShare;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// Frames that wait, unchanged, for a neighbour's MAC address or for the first fragment of their
/// packet or for a tunnel, and then go through the pipeline again from the start; and answers of
/// the gateway that wait for a neighbour, and are then sent.
///
/// Bounded in all and for each compartment by a [FairShare], so that no number of tenants fills it
/// for the others. Owner: the worker.
public final class WaitingRoom {
    /// What a frame waits for; `key` is an adjacency slot or a [FragmentTable] entry.
    public enum Reason {
        NEIGHBOR(3_000_000_000L, DropReason.NEIGHBOR_HOLD_FULL, DropReason.NEIGHBOR_UNRESOLVED),
        FIRST_FRAGMENT(
                FragmentTable.TIMEOUT_NS, DropReason.FRAGMENT_LIMIT, DropReason.FRAGMENT_TIMEOUT),
        /// An answer that the gateway made, for the neighbour that its adjacency leads over.
        ANSWER(3_000_000_000L, DropReason.NEIGHBOR_HOLD_FULL, DropReason.NEIGHBOR_UNRESOLVED),
        /// A tunnel that is down and is asked to come up; `key` is its index.
        TUNNEL(10_000_000_000L, DropReason.TUNNEL_DOWN, DropReason.TUNNEL_DOWN);

        private final long patienceNs;
        private final DropReason whenFull;
        private final DropReason whenLate;

        Reason(long patienceNs, DropReason whenFull, DropReason whenLate) {
            this.patienceNs = patienceNs;
            this.whenFull = whenFull;
            this.whenLate = whenLate;
        }
    }

    /// Tells what a held frame is to do now, and takes those that leave.
    public interface Guests {
        boolean ready(Reason reason, int key);

        /// The frame goes on, or is [Packet#late] and may do so once more; ownership moves.
        void replay(Packet p);

        /// A frame of the gateway's own leaves, or is [Packet#late] and given up; ownership moves.
        void sendAnswer(Packet p, int adjacency);

        /// The frame is dropped because its first fragment did not come; ownership moves.
        void abandon(Packet p);
    }

    public static final int CAPACITY = 512;
    private static final int MOST_OF_ONE_COMPARTMENT = 64;
    private static final int GUARANTEED = 8;
    private static final int MOST_OF_ONE_KEY = 32;
    private static final FairShare SHARE =
            new FairShare(CAPACITY, GUARANTEED, MOST_OF_ONE_COMPARTMENT, CAPACITY / 4);

    /// Fragments wait long, and anyone outside can send them; a peer that does not answer keeps its
    /// tunnel's packets waiting; answers are for anyone who asks: the others keep room.
    private static final FairShare SHARE_OF_LESSER =
            new FairShare(CAPACITY / 2, GUARANTEED, MOST_OF_ONE_COMPARTMENT, CAPACITY / 8);

    private final long[] addresses = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final int[] compartments = new int[CAPACITY];
    private final int[] keys = new int[CAPACITY];
    private final long[] arrivals = new long[CAPACITY];
    private final long[] deadlines = new long[CAPACITY];
    private final Reason[] reasons = new Reason[CAPACITY];
    private final int[] handOverStates = new int[CAPACITY];
    private final int[] knownPorts = new int[CAPACITY];
    private final Packet guest = new Packet();
    private final WorkerContext context;
    private int size;
    private int patient;
    private int answers;

    public WaitingRoom(WorkerContext context) {
        this.context = context;
    }

    /// Keeps the frame as it arrived.
    ///
    /// @return HOLD, or DROP when a bound is reached or it waited long enough
    public Verdict hold(Packet p, Reason reason, int key) {
        if (p.late) {
            return p.drop(reason.whenLate);
        }
        CompartmentState state = context.state(p.compartment);
        if (!hasRoom(reason, state.heldFrames())
                || countOf(reason, key, p.compartment) >= MOST_OF_ONE_KEY) {
            return p.drop(reason.whenFull);
        }
        addresses[size] = p.receivedAddress;
        lengths[size] = p.receivedBytes;
        ports[size] = p.port;
        compartments[size] = p.compartment;
        keys[size] = key;
        arrivals[size] = p.arrivalNs;
        deadlines[size] = context.nowNs() + reason.patienceNs;
        handOverStates[size] = p.handOver.state;
        knownPorts[size] = p.handOver.ports;
        reasons[size++] = reason;
        count(reason, 1);
        state.addHeldFrames(1);
        return Verdict.HOLD;
    }

    private boolean hasRoom(Reason reason, int own) {
        return SHARE.admits(own, size)
                && (reason == Reason.NEIGHBOR || SHARE_OF_LESSER.admits(own, patient + answers));
    }

    private void count(Reason reason, int change) {
        patient += reason == Reason.FIRST_FRAGMENT || reason == Reason.TUNNEL ? change : 0;
        answers += reason == Reason.ANSWER ? change : 0;
    }

    /// Whether a frame waits for this already.
    public boolean anyWaits(Reason reason, int key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key && reasons[i] == reason) {
                return true;
            }
        }
        return false;
    }

    private int countOf(Reason reason, int key, int compartment) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (keys[i] == key && reasons[i] == reason && compartments[i] == compartment) {
                count++;
            }
        }
        return count;
    }

    /// Lets go of every frame that is ready or late, in the order of arrival. Frames that come back
    /// while this runs queue behind.
    ///
    /// @return the number that left
    public int release(Guests guests) {
        int before = size;
        int kept = 0;
        for (int i = 0; i < before; i++) {
            boolean late = context.nowNs() - deadlines[i] >= 0;
            if (late || guests.ready(reasons[i], keys[i])) {
                leave(i, late, guests);
            } else {
                move(i, kept++);
            }
        }
        int left = before - kept;
        for (int i = before; i < size; i++) {
            move(i, kept++);
        }
        size = kept;
        return left;
    }

    private void leave(int i, boolean late, Guests guests) {
        guest.reset(ports[i], addresses[i], lengths[i], arrivals[i]);
        guest.compartment = compartments[i];
        guest.replayed = true;
        count(reasons[i], -1);
        guest.handOver.state = handOverStates[i];
        guest.handOver.ports = knownPorts[i];
        context.state(compartments[i]).addHeldFrames(-1);
        if (reasons[i] == Reason.ANSWER) {
            guest.late = late;
            guests.sendAnswer(guest, keys[i]);
        } else if (late && reasons[i] == Reason.FIRST_FRAGMENT) {
            guest.drop(reasons[i].whenLate);
            guests.abandon(guest);
        } else {
            guest.late = late;
            guests.replay(guest);
        }
    }

    private void move(int from, int to) {
        addresses[to] = addresses[from];
        lengths[to] = lengths[from];
        ports[to] = ports[from];
        compartments[to] = compartments[from];
        keys[to] = keys[from];
        arrivals[to] = arrivals[from];
        deadlines[to] = deadlines[from];
        reasons[to] = reasons[from];
        handOverStates[to] = handOverStates[from];
        knownPorts[to] = knownPorts[from];
    }

    /// Frames of both kinds.
    public int size() {
        return size;
    }

    /// Received frames, without answers.
    public int heldFrames() {
        return size - answers;
    }
}
