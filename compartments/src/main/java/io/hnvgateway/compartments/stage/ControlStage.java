package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.ProviderNetwork;
import io.hnvgateway.compartments.TenantEvents;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.Icmpv6Header;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;

/// REDIRECT and UNREACHABLE of hosts (MS-NVGREE §3.1.5): judged here, carried out by whoever takes
/// the [TenantEvents].
///
/// A host may speak for the VMs that it has, no other: the message must come, outside and inside,
/// from the provider address that the lookup record of the quoted packet's destination holds now,
/// and may lead only to a provider address that the control plane announced (§5.1). A VM cannot
/// send one: no MAC address of the compartment may be the sender's. Owner: the worker.
public final class ControlStage {
    private final WorkerContext context;
    private final TenantEvents events;
    private final QuotedPacket quoted = new QuotedPacket();

    public ControlStage(WorkerContext context, TenantEvents events) {
        this.context = context;
        this.events = events;
    }

    /// Whether a parsed packet out of NVGRE is a control message. Unreachables that do not come
    /// from the provider address itself are a VM's own (many firewalls answer with this code).
    public static boolean isControl(Packet p, Compartment compartment) {
        if (!p.overlay || p.isFragment() || !IcmpMessages.isMessage(p)) {
            return false;
        }
        return ControlFormat.isRedirect(p)
                || (ControlFormat.isUnreachable(p)
                        && isFromHost(p)
                        && !compartment.records().hasMac(p.innerSourceMac));
    }

    private static boolean isFromHost(Packet p) {
        return p.sourceHigh() == p.providerSourceHigh && p.sourceLow() == p.providerSourceLow;
    }

    /// Ends a control message.
    public Verdict receive(Packet p, Compartment compartment) {
        if (!checksumValid(p)) {
            return p.drop(DropReason.BAD_ICMP_CHECKSUM);
        }
        int quotedAt = ControlFormat.quotedAt(p);
        if (!quoted.read(p.transport + quotedAt, p.ipPayloadBytes() - quotedAt)) {
            return p.drop(DropReason.CONTROL_MALFORMED);
        }
        LookupTable records = compartment.records();
        int record = records.find(quoted.destinationHigh, quoted.destinationLow);
        if (record == LookupTable.NONE) {
            return p.drop(DropReason.CONTROL_UNKNOWN_ADDRESS);
        }
        if (!isFromHolder(p, records, record)) {
            return p.drop(DropReason.CONTROL_FORGED);
        }
        return ControlFormat.isRedirect(p) ? redirect(p) : unreachable(p);
    }

    private static boolean checksumValid(Packet p) {
        int bytes = p.ipPayloadBytes();
        return p.ipv6
                ? Icmpv6Header.checksumValid(p.ip, p.transport, bytes)
                : Checksum.fold(Checksum.sum(p.transport, bytes)) == 0xffff;
    }

    private boolean isFromHolder(Packet p, LookupTable records, int record) {
        return isFromHost(p)
                && records.providerAddressLow(record) == p.providerSourceLow
                && records.providerAddressHigh(record) == p.providerSourceHigh
                && (quoted.vsid == 0 || quoted.vsid == records.vsid(record))
                && !records.hasMac(p.innerSourceMac);
    }

    private Verdict redirect(Packet p) {
        long high = ControlFormat.newProviderHigh(p);
        long low = ControlFormat.newProviderLow(p);
        boolean mapped = p.ipv6 && IpAddress.isIpv4(high, low);
        ProviderNetwork provider = context.snapshot().provider();
        if (mapped || !provider.isAnnounced(high, low) || provider.owns(high, low)) {
            return p.drop(DropReason.CONTROL_UNKNOWN_TARGET);
        }
        if (!mayReport(p)) {
            return p.drop(DropReason.CONTROL_LIMIT);
        }
        events.redirected(p.compartment, quoted.destinationHigh, quoted.destinationLow, high, low);
        return Verdict.CONSUME;
    }

    private Verdict unreachable(Packet p) {
        if (!mayReport(p)) {
            return p.drop(DropReason.CONTROL_LIMIT);
        }
        events.unreachable(
                p.compartment,
                quoted.destinationHigh,
                quoted.destinationLow,
                p.providerSourceHigh,
                p.providerSourceLow);
        return Verdict.CONSUME;
    }

    private boolean mayReport(Packet p) {
        return context.state(p.compartment).records().controlMessages().tryTake(context.nowNs());
    }
}
