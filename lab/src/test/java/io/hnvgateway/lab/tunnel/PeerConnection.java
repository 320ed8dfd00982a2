package io.hnvgateway.lab.tunnel;

import io.hnvgateway.lab.LabPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The office's end of a connection, as its charon has it.
///
/// @param site number of the office: its identity, network inside and names
/// @param address its own outer one
/// @param ike more lines of the connection
/// @param local how the office proves who it is
/// @param remote how the gateway does
/// @param networks selectors, as the office has them
/// @param child more lines of the CHILD_SA's configuration
/// @param psk empty: none
record PeerConnection(
        int site,
        String address,
        String ike,
        String local,
        String remote,
        String networks,
        String child,
        String psk) {

    /// As it must be for the gateway's defaults.
    static PeerConnection of(int site) {
        return new PeerConnection(
                site,
                outer(site),
                "",
                "auth = psk\n id = " + name(site),
                "auth = psk\n id = gateway",
                "local_ts = " + net(site) + "\n remote_ts = " + LabPlan.WEB_NET,
                "",
                psk(site));
    }

    static String name(int site) {
        return "office" + site;
    }

    static String outer(int site) {
        return "198.51.100." + (100 + site);
    }

    static String inner(int site) {
        return "172.16." + site + ".1";
    }

    static String net(int site) {
        return "172.16." + site + ".0/24";
    }

    /// What the gateway and the office agreed on.
    static String psk(int site) {
        return "planted-psk-of-office-" + site;
    }

    /// Of an office whose device has another address than [#outer].
    PeerConnection at(String other) {
        return new PeerConnection(site, other, ike, local, remote, networks, child, psk);
    }

    PeerConnection ike(String more) {
        return new PeerConnection(site, address, more, local, remote, networks, child, psk);
    }

    PeerConnection child(String more) {
        return new PeerConnection(site, address, ike, local, remote, networks, more, psk);
    }

    PeerConnection selectors(String here, String there) {
        return new PeerConnection(
                site,
                address,
                ike,
                local,
                remote,
                "local_ts = " + here + "\n remote_ts = " + there,
                child,
                psk);
    }

    PeerConnection psk(String other) {
        return new PeerConnection(site, address, ike, local, remote, networks, child, other);
    }

    /// By certificates; the private key is among the device's.
    PeerConnection certified(Path certificate, Path authority) {
        return new PeerConnection(
                site,
                address,
                ike,
                "auth = pubkey\n certs = " + certificate + "\n id = " + name(site),
                "auth = pubkey\n cacerts = " + authority + "\n id = gateway",
                networks,
                child,
                "");
    }

    /// All of a device's, as swanctl.conf(5) has them.
    static String configuration(List<PeerConnection> all) {
        return all.stream()
                        .map(PeerConnection::connection)
                        .collect(Collectors.joining("", "connections {\n", "}\n"))
                + all.stream()
                        .filter(one -> !one.psk.isEmpty())
                        .map(PeerConnection::secret)
                        .collect(Collectors.joining("", "secrets {\n", "}\n"));
    }

    private String connection() {
        return """
        %s {
          version = 2
          local_addrs = %s
          remote_addrs = %s
          encap = yes
          mobike = no
          %s
          local {
            %s
          }
          remote {
            %s
          }
          children {
            %s {
              mode = tunnel
              %s
              %s
            }
          }
        }
        """
                .formatted(
                        name(site),
                        address,
                        LabPlan.GATEWAY_FRONT_END,
                        ike,
                        local,
                        remote,
                        name(site),
                        networks,
                        child);
    }

    private String secret() {
        return "ike-%s {\n id = %s\n id-gateway = gateway\n secret = \"%s\"\n}\n"
                .formatted(name(site), name(site), psk);
    }
}
