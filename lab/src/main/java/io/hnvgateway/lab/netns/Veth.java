package io.hnvgateway.lab.netns;

/// Pairs of virtual Ethernet devices between namespaces. Both ends are up, and no offload hides a
/// packet's true checksum or length (user-space switches and AF_XDP see frames as they are).
public final class Veth {
    private static final String MERGE_NOTHING = "1";

    private Veth() {}

    /// One end of a pair. Device names are at most 15 characters.
    public record End(Namespace namespace, String device) {}

    public static void connect(End one, End other) {
        one.namespace.ip(
                "link",
                "add",
                "name",
                one.device,
                "type",
                "veth",
                "peer",
                "name",
                other.device,
                "netns",
                other.namespace.name());
        plain(one);
        plain(other); // before the first is up: then the kernel looks whether its peer merges
        up(one);
        up(other);
    }

    /// Brings one end up, plain; again after it was moved to another namespace.
    public static void up(End end) {
        plain(end);
        end.namespace.ip("link", "set", end.device, "gro_max_size", MERGE_NOTHING, "up");
    }

    /// Receive merging is on without merging anything, because a device without it, and without an
    /// XDP program, loses silently what its peer's program redirects to it.
    private static void plain(End end) {
        end.namespace.must(
                "ethtool",
                "-K",
                end.device,
                "tx",
                "off",
                "rx",
                "off",
                "tso",
                "off",
                "gso",
                "off",
                "gro",
                "on",
                "sg",
                "off");
    }
}
