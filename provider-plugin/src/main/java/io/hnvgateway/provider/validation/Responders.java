package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.value.IkeIdentity;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// IPsec connections by what an IKE request tells of them: a peer that says who it is, the address
/// it comes from, the gateway's address it dials, and whom it asks for there.
final class Responders {
    private final Context context;
    private final Map<String, List<Responder>> byPeerIdentity = new HashMap<>();

    private enum Form {
        ADDRESS,
        SUBJECT,
        NAME
    }

    /// What the gateway calls itself.
    ///
    /// @param text null: what of this form is not known
    private record Own(Form form, @Nullable String text) {
        boolean meets(Own other) {
            return form == other.form
                    && (text == null || other.text == null || text.equals(other.text));
        }
    }

    /// One pair of addresses of a connection; null is any.
    private record Ends(@Nullable IpAddress own, @Nullable IpAddress peer, Own identity) {
        boolean meets(Ends other) {
            return (own == null || other.own == null || own.equals(other.own))
                    && (peer == null || other.peer == null || peer.equals(other.peer))
                    && identity.meets(other.identity);
        }
    }

    private record Responder(String path, List<Ends> ends, boolean initiateOnly) {
        boolean ties(Responder other) {
            return !(initiateOnly && other.initiateOnly)
                    && ends.stream().anyMatch(mine -> other.ends.stream().anyMatch(mine::meets));
        }
    }

    Responders(Context context) {
        this.context = context;
    }

    /// The path of one that it cannot be told from; empty if there is none.
    String add(String path, IpSecConnection ipSec) {
        String peer = ipSec.peerIdentity();
        if (peer == null) {
            return ""; // IpSecRule tells
        }
        Responder mine = new Responder(path, ends(ipSec), ipSec.behavior().initiateOnly());
        List<Responder> same = byPeerIdentity.computeIfAbsent(peer, key -> new ArrayList<>());
        String other = same.stream().filter(mine::ties).map(Responder::path).findFirst().orElse("");
        same.add(mine);
        return other;
    }

    private List<Ends> ends(IpSecConnection ipSec) {
        TunnelEndpoints endpoints = ipSec.endpoints();
        if (endpoints.peers().isEmpty()) {
            return List.of(ends(ipSec, endpoints.source(), null));
        }
        return endpoints.peers().stream()
                .map(peer -> ends(ipSec, context.source(endpoints, peer), peer))
                .toList();
    }

    private static Ends ends(
            IpSecConnection ipSec, @Nullable IpAddress own, @Nullable IpAddress peer) {
        return new Ends(own, peer, identity(ipSec, own));
    }

    private static Own identity(IpSecConnection ipSec, @Nullable IpAddress own) {
        String written = ipSec.identities().local();
        if (written != null) {
            Form name = IkeIdentity.isAddress(written) ? Form.ADDRESS : Form.NAME;
            return new Own(
                    IkeIdentity.isDistinguishedName(written) ? Form.SUBJECT : name,
                    IkeIdentity.canonical(written));
        }
        return ipSec.credential() instanceof ConnectionCredential.Certificate
                ? new Own(Form.SUBJECT, null)
                : new Own(Form.ADDRESS, own == null ? null : own.toString());
    }
}
