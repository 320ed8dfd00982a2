package io.hnvgateway.ipsec.connection;

import io.hnvgateway.ipsec.sa.ReplayWindow;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.ipsec.vici.ViciList;
import io.hnvgateway.ipsec.vici.ViciSection;
import io.hnvgateway.ipsec.vici.ViciValue;
import java.util.List;

/// A [ConnectionSpec] as `load-conn` takes it. It holds no secret.
final class LoadConn {
    private static final String ANY = "%any";

    private LoadConn() {}

    /// @param childName of its one CHILD_SA configuration
    static ViciSection of(ConnectionSpec spec, String childName) {
        ConnectionSpec.Sides sides = spec.sides();
        ViciSection.Builder connection =
                ViciSection.builder()
                        .put("version", 2)
                        .put("unique", "never")
                        .put("mobike", false)
                        .put("fragmentation", "yes")
                        .put("encap", spec.ike().forcesEncapsulation())
                        .put("dpd_delay", spec.ike().deadPeerSeconds() + "s")
                        .put("rekey_time", spec.ike().rekeySeconds() + "s")
                        .put("if_id_in", spec.interfaceId())
                        .put("if_id_out", spec.interfaceId())
                        .put("proposals", spec.ike().proposals())
                        .put("remote_addrs", addresses(sides.remotes()))
                        .put("local", local(spec))
                        .put("remote", remote(spec))
                        .put("children", ViciSection.builder().put(childName, child(spec)).build());
        if (sides.local() != null) {
            connection.put("local_addrs", List.of(sides.local().toString()));
        }
        return connection.build();
    }

    private static List<String> addresses(List<?> addresses) {
        return addresses.isEmpty()
                ? List.of(ANY)
                : addresses.stream().map(Object::toString).toList();
    }

    private static ViciSection local(ConnectionSpec spec) {
        ViciSection.Builder local = ViciSection.builder();
        String id = spec.sides().localId();
        if (id != null) {
            local.put("id", id);
        }
        switch (spec.credential()) {
            case ConnectionSpec.Psk _ -> local.put("auth", "psk");
            case ConnectionSpec.Certified(var certificate) -> {
                local.put("auth", "pubkey");
                local.put("certs", values(List.of(certificate.chainDer().getFirst())));
            }
        }
        return local.build();
    }

    private static ViciSection remote(ConnectionSpec spec) {
        ViciSection.Builder remote = ViciSection.builder();
        String id = spec.sides().remoteId();
        if (id != null) {
            remote.put("id", id);
        }
        switch (spec.credential()) {
            case ConnectionSpec.Psk _ -> remote.put("auth", "psk");
            case ConnectionSpec.Certified(var certificate) -> {
                remote.put("auth", "pubkey");
                remote.put("cacerts", values(certificate.authoritiesDer()));
            }
        }
        return remote.build();
    }

    private static ViciList values(List<byte[]> certificates) {
        return new ViciList(certificates.stream().map(ViciValue::of).toList());
    }

    /// Rekeying begins early enough to be through before the hard end, which charon puts a tenth
    /// behind it.
    private static ViciSection child(ConnectionSpec spec) {
        ConnectionSpec.Child child = spec.child();
        ViciSection.Builder section =
                ViciSection.builder()
                        .put("mode", "tunnel")
                        .put("esp_proposals", child.proposals())
                        .put("rekey_time", child.rekeySeconds() + "s")
                        .put("replay_window", ReplayWindow.MAX_PACKETS)
                        .put("start_action", "none")
                        .put("close_action", "none")
                        .put("dpd_action", "clear")
                        .put("local_ts", selectors(child.local()))
                        .put("remote_ts", selectors(child.remote()));
        if (child.rekeyBytes() > 0) {
            section.put("rekey_bytes", child.rekeyBytes());
        }
        if (child.idleSeconds() > 0) {
            section.put("inactivity", child.idleSeconds() + "s");
        }
        return section.build();
    }

    private static List<String> selectors(List<TrafficSelector> selectors) {
        return selectors.isEmpty()
                ? List.of("0.0.0.0/0", "::/0")
                : selectors.stream().map(LoadConn::selector).toList();
    }

    private static String selector(TrafficSelector selector) {
        String range = selector.from() + "-" + selector.to();
        boolean any = selector.protocol() == 0 && selector.isAnyPort();
        return any ? range : range + "[" + protocol(selector) + "/" + ports(selector) + "]";
    }

    private static String protocol(TrafficSelector selector) {
        return selector.protocol() == 0 ? "any" : Integer.toString(selector.protocol());
    }

    private static String ports(TrafficSelector selector) {
        return selector.isAnyPort() ? "any" : selector.fromPort() + "-" + selector.toPort();
    }
}
