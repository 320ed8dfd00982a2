package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says of each frame that left whether it was allowed to, knowing the world and what came in, and
/// nothing of the gateway.
final class Judge {
    private static final Pattern TAG = Pattern.compile("HNVT\\d\\d");
    private static final int INNER = Bytes.NVGRE;

    private final World world;

    Judge(World world) {
        this.world = world;
    }

    void toBackEnd(Sent in, byte[] out) {
        Tenant sender = sender(in);
        Tenant receiver = receiver(out);
        boolean own = receiver.equals(sender);
        boolean published = !own && receiver.owns(destination(in));
        check(own || published, "reached another tenant", in, out);
        check(sender != null || !in.fromBackEnd(), "a forged frame went on", in, out);
        check(isClean(in, out, sender), "carries another tenant's bytes", in, out);
    }

    /// Provider address, VSID and MAC must all be those of one VM.
    private Tenant receiver(byte[] out) {
        int vsid = Bytes.u32(out, Bytes.ETHERNET + Bytes.IP + 4) >>> 8;
        int host = Bytes.u32(out, Bytes.ETHERNET + 16);
        long mac = Bytes.mac(out, Bytes.ETHERNET + Bytes.IP + 8);
        return world.tenants().stream()
                .filter(t ->
                        t.vms().stream()
                                .anyMatch(vm ->
                                        vm.mac() == mac
                                                && vm.providerAddress() == host
                                                && vm.vsid() == vsid))
                .findFirst()
                .orElseThrow(() -> new AssertionError("to no VM: " + hex(out)));
    }

    void toFrontEnd(Sent in, byte[] out) {
        if (Bytes.u16(out, 12) != 0x0800) {
            return;
        }
        Tenant sender = sender(in);
        int source = Bytes.u32(out, Bytes.ETHERNET + 12);
        int destination = Bytes.u32(out, Bytes.ETHERNET + 16);
        check(!World.isProtected(destination), "reached a protected address", in, out);
        if (in.fromBackEnd()) {
            check(sender != null, "a forged frame went out", in, out);
            check(sender != null && sender.owns(source), "left under another's address", in, out);
        } else {
            boolean own = source == World.FRONT_ADDRESS || source == destination(in);
            check(own, "an answer from a strange address", in, out);
        }
        check(isClean(in, out, sender), "carries another tenant's bytes", in, out);
    }

    /// The tenant whose lookup record the frame fits; null for one that fits none, or from outside.
    private @Nullable Tenant sender(Sent in) {
        byte[] frame = in.bytes();
        if (!in.fromBackEnd() || frame.length < INNER + Bytes.IP) {
            return null;
        }
        int host = Bytes.u32(frame, Bytes.ETHERNET + 12);
        int vsid = Bytes.u32(frame, Bytes.ETHERNET + Bytes.IP + 4) >>> 8;
        long mac = Bytes.mac(frame, Bytes.ETHERNET + Bytes.IP + 8 + 6);
        int address = Bytes.u32(frame, INNER + 12);
        Optional<Tenant> fits =
                world.tenants().stream()
                        .filter(t ->
                                t.vms().stream()
                                        .anyMatch(vm ->
                                                vm.address() == address
                                                        && vm.mac() == mac
                                                        && vm.providerAddress() == host
                                                        && (vsid == vm.vsid()
                                                                || vsid == t.gatewayVsid())))
                        .findFirst();
        return fits.orElse(null);
    }

    private static int destination(Sent in) {
        return Bytes.u32(in.bytes(), (in.fromBackEnd() ? INNER : Bytes.ETHERNET) + 16);
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
        assertThat(holds)
                .as(
                        "%s%n in (%s): %s%nout: %s",
                        what, in.fromBackEnd() ? "back" : "front", hex(in.bytes()), hex(out))
                .isTrue();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
