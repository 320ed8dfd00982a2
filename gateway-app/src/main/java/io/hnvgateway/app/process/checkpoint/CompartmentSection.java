package io.hnvgateway.app.process.checkpoint;

import static io.hnvgateway.app.process.checkpoint.CheckpointLayout.*;

import io.hnvgateway.app.compile.CompartmentLedger;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.checkpoint.Seal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// A record for each compartment index: whose it is, and under a seal of its own the digest of what
/// its flows are decided by. So a process that dies while one network changes leaves that network's
/// sessions, and only its flows are decided anew.
final class CompartmentSection implements CompartmentLedger {
    private final CheckpointHeader header;
    private final long base;
    private final int capacity;
    private final long tableId;
    private int refused;

    CompartmentSection(CheckpointHeader header, long base, int capacity) {
        this.header = header;
        this.base = base;
        this.capacity = capacity;
        tableId = header.tableId();
    }

    @Override
    public List<Kept> kept() {
        List<Kept> kept = new ArrayList<>();
        Set<RoutingDomainId> names = new HashSet<>();
        refused = 0;
        for (int index = 1; index < capacity; index++) {
            if (isUsed(index)) {
                RoutingDomainId rdid = rdid(index);
                if (Seal.isIntact(at(index) + COMPARTMENT_SEAL, identity(index))
                        && names.add(rdid)) {
                    kept.add(new Kept(index, rdid, digest(index)));
                } else {
                    released(index);
                    refused++;
                }
            }
        }
        return kept;
    }

    /// Records that [#kept] found and did not believe.
    int refused() {
        return refused;
    }

    private boolean isUsed(int index) {
        return (Memory.getLongNative(at(index) + RDID_HIGH)
                        | Memory.getLongNative(at(index) + RDID_LOW))
                != 0;
    }

    private RoutingDomainId rdid(int index) {
        return new RoutingDomainId(
                new UUID(
                        Memory.getLongNative(at(index) + RDID_HIGH),
                        Memory.getLongNative(at(index) + RDID_LOW)));
    }

    private OptionalLong digest(int index) {
        long digest = Memory.getLongNative(at(index) + DIGEST);
        return Seal.isIntact(at(index) + DIGEST_SEAL, decided(index, digest))
                ? OptionalLong.of(digest)
                : OptionalLong.empty();
    }

    private int identity(int index) {
        return Seal.checksum(
                tableId,
                index,
                Memory.getLongNative(at(index) + RDID_HIGH),
                Memory.getLongNative(at(index) + RDID_LOW));
    }

    private int decided(int index, long digest) {
        return Seal.checksum(
                tableId,
                index,
                Memory.getLongNative(at(index) + RDID_HIGH),
                Memory.getLongNative(at(index) + RDID_LOW),
                digest);
    }

    @Override
    public void compartment(int index, RoutingDomainId rdid) {
        released(index);
        Memory.putLongNative(at(index) + RDID_HIGH, rdid.value().getMostSignificantBits());
        Memory.putLongNative(at(index) + RDID_LOW, rdid.value().getLeastSignificantBits());
        Seal.set(at(index) + COMPARTMENT_SEAL, identity(index));
    }

    @Override
    public void released(int index) {
        Seal.open(at(index) + COMPARTMENT_SEAL);
        inDoubt(index);
        Memory.putLongNative(at(index) + RDID_HIGH, 0);
        Memory.putLongNative(at(index) + RDID_LOW, 0);
        Memory.putLongNative(at(index) + DIGEST, 0);
    }

    @Override
    public void inDoubt(int index) {
        Seal.open(at(index) + DIGEST_SEAL);
    }

    @Override
    public void decidedBy(int index, long digest) {
        inDoubt(index);
        Memory.putLongNative(at(index) + DIGEST, digest);
        Seal.set(at(index) + DIGEST_SEAL, decided(index, digest));
    }

    /// No flow of before is there any more.
    void allInDoubt() {
        header.underlayInDoubt();
        for (int index = 1; index < capacity; index++) {
            if (isUsed(index)) {
                inDoubt(index);
            }
        }
    }

    @Override
    public OptionalLong keptUnderlay() {
        return header.underlay();
    }

    @Override
    public void underlayInDoubt() {
        header.underlayInDoubt();
    }

    @Override
    public void underlay(long digest) {
        header.underlay(digest);
    }

    private long at(int index) {
        if (index <= 0 || index >= capacity) {
            throw new IndexOutOfBoundsException("compartment " + index);
        }
        return base + (long) index * COMPARTMENT_BYTES;
    }
}
