package io.hnvgateway.compartments;

/// What a worker saw that concerns a compartment's lookup records. The worker has validated and
/// rate-limited it and changes no table itself; the receiver decides what becomes of it and
/// publishes a new snapshot.
///
/// Called on worker threads: an implementation must neither block nor allocate, and hand over to
/// its own thread. Addresses of either family are the two halves of an
/// [io.hnvgateway.packet.IpAddress]; a MAC address is 48 bits.
public interface TenantEvents {
    /// Takes no notice of anything.
    TenantEvents NONE =
            new TenantEvents() {
                @Override
                public void learned(
                        int compartment,
                        int vsid,
                        long caHigh,
                        long caLow,
                        long mac,
                        long paHigh,
                        long paLow) {}

                @Override
                public void conflict(
                        int compartment,
                        int vsid,
                        long caHigh,
                        long caLow,
                        long mac,
                        long paHigh,
                        long paLow) {}

                @Override
                public void redirected(
                        int compartment, long caHigh, long caLow, long newPaHigh, long newPaLow) {}

                @Override
                public void unreachable(
                        int compartment, long caHigh, long caLow, long paHigh, long paLow) {}
            };

    /// The VM of an L2_ONLY record uses a customer address: new, confirmed, or taken along to
    /// another host. Repeats while the VM announces itself, so it also says that the address is not
    /// idle.
    ///
    /// @param vsid virtual subnet of the VM's record, whose prefix holds the address
    /// @param mac of the VM, as in its record
    /// @param paHigh of its host, as in its record
    void learned(
            int compartment, int vsid, long caHigh, long caLow, long mac, long paHigh, long paLow);

    /// A VM claims a customer address that another one holds, statically or learned. The holder
    /// keeps it; the receiver reports, and may let a DYNAMIC or learned address go over once its
    /// holder was silent for long enough.
    ///
    /// @param vsid of the claimant, as `mac` and `paHigh`
    void conflict(
            int compartment, int vsid, long caHigh, long caLow, long mac, long paHigh, long paLow);

    /// The host that a record names says that the VM moved to another announced provider address
    /// (MS-NVGREE §2.2.1).
    void redirected(int compartment, long caHigh, long caLow, long newPaHigh, long newPaLow);

    /// The host that a record names says that it has no policy for the customer address (MS-NVGREE
    /// §2.2.2).
    ///
    /// @param paHigh the host, as the record names it
    void unreachable(int compartment, long caHigh, long caLow, long paHigh, long paLow);
}
