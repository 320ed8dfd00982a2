package io.hnvgateway.ipsec.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Proposals in charon's words. What is null is offered in every safe form, the strongest first;
/// AES-GCM goes into proposals of its own, since it takes no integrity algorithm (RFC 7296 §3.3).
public final class Proposals {
    private static final List<String> GCM = List.of("aes256gcm16", "aes128gcm16");
    private static final List<String> CBC = List.of("aes256", "aes128");
    private static final List<String> HASHES = List.of("sha384", "sha256");
    private static final List<String> GROUPS = List.of("ecp384", "ecp256", "modp2048");

    private Proposals() {}

    /// Of IKE: the integrity algorithm is that of key derivation, too.
    ///
    /// @param encryption, hash, group such as `aes256gcm16`, `sha256`, `ecp256`
    public static List<String> ike(
            @Nullable String encryption, @Nullable String hash, @Nullable String group) {
        List<String> prfs = or(hash, HASHES).stream().map(name -> "prf" + name).toList();
        return build(encryption, prfs, or(hash, HASHES), or(group, GROUPS));
    }

    /// Of packets.
    ///
    /// @param groups of the exchange at each rekeying; empty: none
    public static List<String> esp(
            @Nullable String encryption, @Nullable String hash, List<String> groups) {
        return build(encryption, List.of(), or(hash, HASHES), groups);
    }

    /// Every safe group, for [#esp].
    public static List<String> groups() {
        return GROUPS;
    }

    /// Every safe group, and none where the peer has none: a peer without one agrees to the first
    /// keys all the same, which come of IKE's exchange, and would refuse every rekeying.
    public static List<String> groupsIfPeerHas() {
        return Stream.concat(GROUPS.stream(), Stream.of("modpnone")).toList();
    }

    private static List<String> or(@Nullable String one, List<String> all) {
        return one == null ? all : List.of(one);
    }

    private static List<String> build(
            @Nullable String encryption,
            List<String> prfs,
            List<String> hashes,
            List<String> groups) {
        List<String> proposals = new ArrayList<>();
        if (encryption == null || encryption.contains("gcm")) {
            proposals.add(joined(or(encryption, GCM), prfs, groups));
        }
        if (encryption == null || !encryption.contains("gcm")) {
            proposals.add(joined(or(encryption, CBC), prfs, hashes, groups));
        }
        return List.copyOf(proposals);
    }

    @SafeVarargs
    private static String joined(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return String.join("-", all);
    }
}
