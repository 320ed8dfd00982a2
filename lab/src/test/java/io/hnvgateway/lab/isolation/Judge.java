package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.isolation.Seen.Kind;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says of each frame that left whether it was allowed to, knowing the world and what came in, and
/// nothing of the gateway.
final class Judge {
    private static final Pattern TAG = Pattern.compile("HNVT\\d\\d");
    private static final IpPrefix PRIVATE = IpPrefix.parse("10.0.0.0/8");

    private static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

    private final World world;
    private final Seen seen;

    Judge(World world, Seen seen) {
        this.world = world;
        this.seen = seen;
    }

    void toBackEnd(Sent in, byte[] out) {
        Origin origin = Origin.of(in, world);
        Headers outer = Headers.in(out, 0);
        check(outer != null, "no IP on the provider network", in, out);
        check(isClean(in, out, origin.tenant()), "carries another tenant's bytes", in, out);
        if (outer != null && isAnswerToHost(in, outer, out)) {
            seen.count(Kind.UNREACHABLE_TO_HOST);
        } else if (outer != null) {
            Receiver receiver = Receiver.of(outer, out, world);
            check(receiver != null, "to no VM", in, out);
            if (receiver != null) {
                toVm(in, origin, receiver, out);
                count(in, origin, receiver, out);
            }
        }
    }

    private void toVm(Sent in, Origin origin, Receiver receiver, byte[] out) {
        Tenant tenant = receiver.tenant();
        IpAddress meant = origin.destination();
        boolean own = tenant.equals(origin.tenant());
        boolean published = !own && meant != null && tenant.owns(meant);
        check(own || published, "reached another tenant", in, out);
        check(origin.tenant() != null || !in.fromBackEnd(), "a forged frame went on", in, out);
        boolean addressed =
                receiver.vm().equals(origin.vm())
                        || (meant != null && (receiver.vm().mayUse(meant) || tenant.owns(meant)));
        check(addressed, "reached another VM", in, out);
        Headers inner = receiver.inner();
        if (published && inner != null && inner.isIcmpError(out)) {
            Headers quoted = inner.quoted(out);
            boolean translated = !tenant.isDirect(inner.destination()) && quoted != null;
            seen.countIf(translated && inner.destination().isIpv4(), Kind.ERROR_TRANSLATED_IPV4);
            seen.countIf(translated && !inner.destination().isIpv4(), Kind.ERROR_TRANSLATED_IPV6);
            check(
                    !translated || quoted == null || !tenant.owns(quoted.source()),
                    "quotes what the VM never sent",
                    in,
                    out);
        }
    }

    private void count(Sent in, Origin origin, Receiver receiver, byte[] out) {
        Headers inner = receiver.inner();
        boolean ipv4 = inner != null && inner.source().isIpv4();
        boolean over6 = Bytes.u16(out, 12) == Bytes.TYPE_IPV6;
        boolean rewritten = receiver.vm().kind() == Vm.Kind.REWRITTEN;
        seen.countIf(ipv4, Kind.TO_VM_IPV4);
        seen.countIf(inner != null && !ipv4, Kind.TO_VM_IPV6);
        seen.count(
                rewritten
                        ? Kind.TO_VM_REWRITTEN
                        : over6 ? Kind.TO_VM_OVER_IPV6 : Kind.TO_VM_OVER_IPV4);
        Vm sender = origin.vm();
        seen.countIf(sender != null && sender.kind() == Vm.Kind.REWRITTEN, Kind.FROM_VM_REWRITTEN);
        seen.countIf(!in.fromBackEnd() && ipv4, Kind.FROM_OUTSIDE_IPV4);
        seen.countIf(!in.fromBackEnd() && !ipv4, Kind.FROM_OUTSIDE_IPV6);
        boolean between = in.fromBackEnd() && !receiver.tenant().equals(origin.tenant());
        seen.countIf(between, Kind.BETWEEN_TENANTS);
        boolean neighbor = inner == null || inner.isNeighborDiscovery(out);
        seen.countIf(neighbor, Kind.NEIGHBOR_ANSWER);
    }

    /// "No policy for this", from the gateway's provider address to the host that sent it.
    private static boolean isAnswerToHost(Sent in, Headers outer, byte[] out) {
        Headers came = Headers.in(in.bytes(), 0);
        if (outer.protocol() != Bytes.GRE || !in.fromBackEnd() || came == null) {
            return false;
        }
        Headers inner = Headers.in(out, outer.payload() + Bytes.GRE_BYTES);
        return inner != null
                && World.isGatewayPa(inner.source())
                && inner.isIcmpError(out)
                && inner.destination().equals(came.source())
                && outer.destination().equals(came.source());
    }

    void toFrontEnd(Sent in, byte[] out) {
        Headers left = Headers.in(out, 0);
        if (left == null || left.isNeighborDiscovery(out)) {
            check(!in.fromBackEnd(), "no packet of a tenant", in, out);
            return;
        }
        Origin origin = Origin.of(in, world);
        Tenant sender = origin.tenant();
        check(!World.isProtected(left.destination()), "reached a protected address", in, out);
        if (in.fromBackEnd()) {
            check(sender != null, "a forged frame went out", in, out);
            boolean own = sender != null && sender.owns(left.source());
            check(own, "left under another's address", in, out);
        } else {
            boolean own =
                    left.source().equals(World.FRONT_ADDRESS)
                            || left.source().equals(World.FRONT_ADDRESS_6)
                            || left.source().equals(origin.destination());
            check(own, "an answer from a strange address", in, out);
        }
        if (sender != null && !sender.isDirect(left.source()) && left.isIcmpError(out)) {
            Headers quoted = left.quoted(out);
            seen.countIf(quoted != null, Kind.ERROR_LEFT_TRANSLATED);
            check(
                    quoted == null || !isInside(quoted.destination()),
                    "quotes an inside address",
                    in,
                    out);
        }
        check(isClean(in, out, sender), "carries another tenant's bytes", in, out);
        if (sender != null) {
            count(origin, sender, left);
        }
    }

    private void count(Origin origin, Tenant sender, Headers left) {
        boolean ipv4 = left.source().isIpv4();
        boolean direct = sender.isDirect(left.source());
        seen.count(
                ipv4 ? Kind.LEFT_IPV4 : direct ? Kind.LEFT_IPV6_DIRECT : Kind.LEFT_IPV6_TRANSLATED);
        Vm vm = origin.vm();
        seen.countIf(vm != null && vm.kind() == Vm.Kind.REWRITTEN, Kind.LEFT_REWRITTEN);
    }

    private static boolean isInside(IpAddress address) {
        return PRIVATE.contains(address) || Tenant.INSIDE_6.contains(address);
    }

    /// No tag but the sender's own, and those that came in by this very frame (an outsider may
    /// quote what it heard; damage may make one tag another).
    private static boolean isClean(Sent in, byte[] out, @Nullable Tenant sender) {
        String came = Bytes.text(in.bytes());
        return TAG.matcher(Bytes.text(out))
                .results()
                .map(MatchResult::group)
                .allMatch(
                        tag -> came.contains(tag) || (sender != null && tag.equals(sender.tag())));
    }

    private static void check(boolean holds, String what, Sent in, byte[] out) {
        if (!holds) {
            assertThat(holds)
                    .as(
                            "%s%n in (%s): %s%nout: %s",
                            what, in.fromBackEnd() ? "back" : "front", hex(in.bytes()), hex(out))
                    .isTrue();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// Who a frame can be from, and where it is meant for.
    ///
    /// @param tenant null: from outside, or it fits no lookup record
    /// @param destination of the innermost IP header; for a frame that has none, null
    private record Origin(
            @Nullable Tenant tenant, @Nullable Vm vm, @Nullable IpAddress destination) {

        static Origin of(Sent in, World world) {
            byte[] frame = in.bytes();
            Headers outer = Headers.in(frame, 0);
            if (outer == null) {
                return new Origin(null, null, null);
            }
            if (!in.fromBackEnd()) {
                return new Origin(null, null, outer.destination());
            }
            Optional<Tenant> rewritten = world.rewrittenAt(outer.source());
            return rewritten.isPresent()
                    ? rewritten(rewritten.get(), outer)
                    : tunnelled(frame, outer, world);
        }

        /// Provider addresses of the gateway and of the tenant's VM stand for customer addresses.
        private static Origin rewritten(Tenant tenant, Headers packet) {
            Vm vm = tenant.vms().get(Tenant.REWRITTEN);
            IpAddress destination = packet.destination();
            if (destination.equals(vm.providerAddress())) {
                destination = vm.address();
            } else if (World.isGatewayPa(destination)) {
                destination = Tenant.GATEWAY_ADDRESS;
            }
            return new Origin(tenant, vm, destination);
        }

        private static Origin tunnelled(byte[] frame, Headers outer, World world) {
            int ethernet = outer.payload() + Bytes.GRE_BYTES;
            if (outer.protocol() != Bytes.GRE || frame.length < ethernet + Bytes.ETHERNET) {
                return new Origin(null, null, outer.destination());
            }
            int vsid = Bytes.u32(frame, outer.payload() + 4) >>> 8;
            long mac = Bytes.mac(frame, ethernet + 6);
            Headers inner = Headers.in(frame, ethernet);
            IpAddress source = inner == null ? arpSender(frame, ethernet) : inner.source();
            IpAddress destination = inner == null ? null : inner.destination();
            for (Tenant t : world.tenants()) {
                for (Vm vm : t.vms()) {
                    boolean fits =
                            vm.mac() == mac
                                    && (vsid == vm.vsid() || vsid == t.gatewayVsid())
                                    && world.mayBeAt(vm, outer.source())
                                    && source != null
                                    && (vm.mayUse(source)
                                            || isBeforeAddress(inner, frame)
                                            || (isLearning(vm) && isNeighbor(inner, frame)));
                    if (fits) {
                        return new Origin(t, vm, destination);
                    }
                }
            }
            return new Origin(null, null, destination);
        }

        /// A VM asks whether somebody has the address that it is about to take (RFC 4862 §5.4.2).
        private static boolean isBeforeAddress(@Nullable Headers inner, byte[] frame) {
            return inner != null && inner.source().equals(UNSPECIFIED) && isNeighbor(inner, frame);
        }

        /// By neighbour messages such a VM is told by the rest: it speaks before it has an address.
        private static boolean isLearning(Vm vm) {
            return vm.kind() == Vm.Kind.LEARNING;
        }

        private static boolean isNeighbor(@Nullable Headers inner, byte[] frame) {
            return inner == null || inner.isNeighborDiscovery(frame);
        }

        private static @Nullable IpAddress arpSender(byte[] frame, int ethernet) {
            int arp = ethernet + Bytes.ETHERNET;
            boolean whole = frame.length >= arp + 28 && Bytes.u16(frame, arp - 2) == Bytes.TYPE_ARP;
            return whole ? IpAddress.ofIpv4(Bytes.u32(frame, arp + 14)) : null;
        }
    }

    /// The VM that a frame goes to: provider address, VSID and MAC must all be its own.
    ///
    /// @param inner the header that the VM will see; null for ARP
    private record Receiver(Tenant tenant, Vm vm, @Nullable Headers inner) {

        static @Nullable Receiver of(Headers outer, byte[] out, World world) {
            Optional<Tenant> rewritten = world.rewrittenAt(outer.destination());
            if (rewritten.isPresent()) {
                Tenant t = rewritten.get();
                return new Receiver(t, t.vms().get(Tenant.REWRITTEN), outer);
            }
            int ethernet = outer.payload() + Bytes.GRE_BYTES;
            if (outer.protocol() != Bytes.GRE || !World.isGatewayPa(outer.source())) {
                return null;
            }
            int vsid = Bytes.u32(out, outer.payload() + 4) >>> 8;
            long mac = Bytes.mac(out, ethernet);
            for (Tenant t : world.tenants()) {
                for (Vm vm : t.vms()) {
                    boolean fits =
                            vm.mac() == mac
                                    && vm.vsid() == vsid
                                    && world.mayBeAt(vm, outer.destination());
                    if (fits) {
                        return new Receiver(t, vm, Headers.in(out, ethernet));
                    }
                }
            }
            return null;
        }
    }
}
