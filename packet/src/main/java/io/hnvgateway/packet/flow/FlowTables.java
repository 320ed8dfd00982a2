package io.hnvgateway.packet.flow;

import io.hnvgateway.packet.Packet;

/// The flow tables of both families: a key chooses the table by its family, an entry's address says
/// by itself in which table it lies. Threads: as [FlowTable].
///
/// A sweep goes through [#ipv4] and [#ipv6] one after the other.
public final class FlowTables {
    /// An entry without a session that carried no packet for so long is taken out.
    public static final long IDLE_NS = 30_000_000_000L;

    private final FlowTable ipv4;
    private final FlowTable ipv6;

    public FlowTables(FlowTable ipv4, FlowTable ipv6) {
        if (ipv4.ipv6() || !ipv6.ipv6()) {
            throw new IllegalArgumentException("tables must be one of IPv4 and one of IPv6");
        }
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    public FlowTable ipv4() {
        return ipv4;
    }

    public FlowTable ipv6() {
        return ipv6;
    }

    /// The table of a key.
    public FlowTable of(FlowKey key) {
        return key.ipv6 ? ipv6 : ipv4;
    }

    /// The table in which an entry lies.
    public FlowTable of(long entry) {
        return ipv6.holds(entry) ? ipv6 : ipv4;
    }

    /// As [FlowTable#find(FlowKey, FlowAction)].
    public long find(FlowKey key, FlowAction into) {
        return of(key).find(key, into);
    }

    /// As [FlowTable#find(FlowKey, int, FlowAction)].
    public long find(FlowKey key, int hash, FlowAction into) {
        return of(key).find(key, hash, into);
    }

    /// As [FlowTable#hash].
    public int hash(FlowKey key) {
        return of(key).hash(key);
    }

    /// As [FlowTable#warm], in the table of the hash's key.
    public long warm(boolean ofIpv6, int hash) {
        return (ofIpv6 ? ipv6 : ipv4).warm(hash);
    }

    /// As [FlowTable#insert].
    public long insert(FlowKey key, FlowAction action, long nowNs) {
        return of(key).insert(key, action, nowNs);
    }

    /// As [FlowTable#update].
    public boolean update(long entry, FlowAction action) {
        return of(entry).update(entry, action);
    }

    /// As [FlowTable#remove].
    public boolean remove(long entry, long nowNs) {
        return of(entry).remove(entry, nowNs);
    }

    /// As [FlowTable#read].
    public boolean read(long entry, FlowKey key, FlowAction action) {
        return of(entry).read(entry, key, action);
    }

    /// As [FlowTable#touch].
    public void touch(long entry, long nowNs) {
        FlowEntry.touch(entry, FlowEntry.coarse(nowNs));
    }

    /// As [FlowTable#carried].
    public void carried(long entry, Packet p, long nowNs) {
        of(entry).carried(entry, p, nowNs);
    }

    /// As [FlowTable#noteUse].
    public void noteUse(long entry, Packet p, long nowNs) {
        of(entry).noteUse(entry, p, nowNs);
    }

    /// As [FlowTable#count].
    public void count(long entry, int totalBytes) {
        of(entry).count(entry, totalBytes);
    }

    /// As [FlowTable#acknowledged].
    public void acknowledged(long entry, int number) {
        of(entry).acknowledged(entry, number);
    }

    /// As [FlowTable#suspend].
    public void suspend(long entry) {
        of(entry).suspend(entry);
    }

    /// As [FlowTable#packets].
    public long packets(long entry) {
        return of(entry).packets(entry);
    }

    /// As [FlowTable#bytes].
    public long bytes(long entry) {
        return of(entry).bytes(entry);
    }

    /// As [FlowTable#takePackets].
    public long takePackets(long entry) {
        return of(entry).takePackets(entry);
    }

    /// As [FlowTable#takeBytes].
    public long takeBytes(long entry) {
        return of(entry).takeBytes(entry);
    }

    /// As [FlowTable#lastUse].
    public int lastUse(long entry) {
        return FlowEntry.lastUse(entry);
    }

    /// As [FlowTable#idleNs].
    public long idleNs(long entry, long nowNs) {
        return FlowEntry.idleNs(entry, nowNs);
    }

    /// As [FlowTable#adopt], of both.
    public FlowAdoption.Adopted adopt(FlowProof proof, long nowNs) {
        return ipv4.adopt(proof, nowNs).plus(ipv6.adopt(proof, nowNs));
    }

    /// Live entries of both.
    public int live() {
        return ipv4.live() + ipv6.live();
    }

    /// Tombstones of both.
    public int tombstones() {
        return ipv4.tombstones() + ipv6.tombstones();
    }

    /// Slots of both.
    public int capacity() {
        return ipv4.capacity() + ipv6.capacity();
    }
}
