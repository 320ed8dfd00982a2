package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.packet.EthernetHeader;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.GreHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.MacAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Port;
import io.hnvgateway.packet.flow.HitCandidates;

/// First pass over a batch: which frames are candidates for a hit, plain IPv4 in NVGRE over plain
/// IPv4 on a back-end link, or plain IPv4 on a front-end link, untagged or tagged; and where their
/// packet lies.
///
/// A candidate passed every check that [OuterPath], [io.hnvgateway.compartments.stage.NvgreStage]
/// and [InsidePath] make before they ask the flow table. Whatever they would treat in another way
/// is no candidate. Owner: the worker.
final class OuterPass {
    private static final int FRAGMENT = 0x3fff;
    private static final int VERSION_4_NO_OPTIONS = 0x45;
    private static final int GRE_BYTES = Ipv4Header.BYTES + GreHeader.NVGRE_BYTES;
    private static final int INNER_BYTES = GRE_BYTES + EthernetHeader.BYTES;
    private static final long NVGRE =
            (long) GreHeader.NVGRE_FLAGS << 16 | GreHeader.TRANSPARENT_ETHERNET;

    private final Links links;
    private final GatewayMacs macs = new GatewayMacs();

    // Of the batch.
    private ForwardingSnapshot snapshot;
    private boolean anyRewrite;
    private long portMac;
    private int portIndex;

    /// The link asked for last, and what it serves.
    private int link = Links.NONE;

    private boolean backEnd;
    private boolean frontEnd;

    /// The provider address seen last.
    private int providerAddress;

    OuterPass(Links links, ForwardingSnapshot first) {
        this.links = links;
        snapshot = first;
        adopt(first);
    }

    @SuppressWarnings("ReferenceEquality") // another object is another snapshot
    void run(FrameBatch batch, Port port, ForwardingSnapshot current, HitCandidates c) {
        if (current != snapshot) {
            adopt(current);
        }
        portMac = port.macAddress();
        portIndex = port.index();
        int size = batch.size();
        for (int i = 0; i < size; i++) {
            c.ip[i] = HitCandidates.NONE;
            link(Memory.base(batch.address(i)), batch.length(i), c, i);
        }
    }

    private void adopt(ForwardingSnapshot current) {
        snapshot = current;
        anyRewrite = current.provider().rewriteAddresses().size() != 0;
        providerAddress = 0;
        link = Links.NONE;
        macs.forget();
    }

    private void link(long frame, int length, HitCandidates c, int i) {
        if (length < EthernetHeader.BYTES + HitCandidates.LEAST_BYTES
                || Memory.u64(frame) >>> 16 != portMac) {
            return;
        }
        int type = EthernetHeader.type(frame);
        if (type == EthernetHeader.TYPE_IPV4) {
            ipv4(frame + EthernetHeader.BYTES, frame + length, portIndex, c, i);
        } else if (EthernetHeader.isVlan(type)) {
            tagged(frame, length, c, i);
        }
    }

    private void tagged(long frame, int length, HitCandidates c, int i) {
        int headerBytes = EthernetHeader.BYTES + EthernetHeader.VLAN_TAG_BYTES;
        int tagged = links.tagged(portIndex, EthernetHeader.vlanId(frame));
        if (tagged != Links.NONE
                && length >= headerBytes + HitCandidates.LEAST_BYTES
                && EthernetHeader.taggedType(frame) == EthernetHeader.TYPE_IPV4) {
            ipv4(frame + headerBytes, frame + length, tagged, c, i);
        }
    }

    private void ipv4(long ip, long limit, int from, HitCandidates c, int i) {
        if (from != link) {
            ask(from);
        }
        if (Ipv4Header.protocol(ip) == IpProtocol.GRE) {
            if (backEnd) {
                nvgre(ip, limit, c, i);
            }
        } else if (frontEnd && !(backEnd && isRewritten(Ipv4Header.source(ip)))) {
            c.ip[i] = ip;
            c.limit[i] = limit;
            c.compartment[i] = 0;
            c.provider[i] = 0;
        }
    }

    private void ask(int about) {
        link = about;
        backEnd = snapshot.provider().serves(about);
        frontEnd = snapshot.frontEnd().serves(about);
    }

    private boolean isRewritten(int source) {
        return anyRewrite && snapshot.provider().rewriteOwner(0, IpAddress.mapped(source)) != 0;
    }

    private void nvgre(long ip, long limit, HitCandidates c, int i) {
        long first = Memory.u64(ip);
        long second = Memory.u64(ip + 8);
        int destination = Memory.u32(ip + 16);
        int totalBytes = (int) (first >>> 32) & 0xffff;
        boolean plain =
                first >>> 56 == VERSION_4_NO_OPTIONS
                        && (first & FRAGMENT) == 0
                        && totalBytes >= INNER_BYTES + HitCandidates.LEAST_BYTES
                        && totalBytes <= limit - ip
                        && Ipv4Header.checksumValid(first, second, destination);
        if (plain && owns(destination) && !isRewritten((int) second)) {
            c.limit[i] = ip + totalBytes;
            c.provider[i] = IpAddress.mapped((int) second);
            inner(ip, c, i);
        }
    }

    private boolean owns(int address) {
        if (address == providerAddress && address != 0) {
            return true;
        }
        boolean own = snapshot.provider().owns(0, IpAddress.mapped(address));
        providerAddress = own ? address : providerAddress;
        return own;
    }

    private void inner(long ip, HitCandidates c, int i) {
        long gre = Memory.u64(ip + Ipv4Header.BYTES);
        long sourceAndType = Memory.u64(ip + GRE_BYTES + 6);
        int vsid = (int) gre >>> 8;
        if (gre >>> 32 != NVGRE || (sourceAndType & 0xffff) != EthernetHeader.TYPE_IPV4) {
            return;
        }
        int compartment = compartment(vsid, Memory.u64(ip + GRE_BYTES) >>> 16);
        if (compartment != 0) {
            c.ip[i] = ip + INNER_BYTES;
            c.compartment[i] = compartment;
            c.sourceMac[i] = sourceAndType >>> 16;
            c.vsid[i] = vsid;
        }
    }

    /// The compartment of a virtual subnet in which `mac` is the gateway's; 0 if there is none.
    private int compartment(int vsid, long mac) {
        int known = macs.find(vsid, mac);
        return known != 0 ? known : ask(vsid, mac);
    }

    private int ask(int vsid, long mac) {
        Compartment compartment = snapshot.compartmentOf(vsid);
        if (compartment == null
                || MacAddress.isGroup(mac)
                || !compartment.topology().interfaces().ownsMac(vsid, mac)) {
            return 0;
        }
        macs.remember(vsid, mac, compartment.index());
        return compartment.index();
    }
}
