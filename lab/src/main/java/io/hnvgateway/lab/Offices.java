package io.hnvgateway.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.charon.KernelHnv;
import io.hnvgateway.lab.gateway.DesiredState;
import io.hnvgateway.lab.gateway.Feature;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two customers' offices, each behind a strongSwan device in a namespace of its own, and the
/// gateway's charon. Nothing of it is there before [#open].
///
/// ```
///   Contoso's VM   10.0.0.10 ─┐                          ┌─ 198.51.100.71  office, 172.16.1.1
///                             ├─ gateway, 198.51.100.1 ──┤
///   Woodgrove's VM 10.0.0.10 ─┘   charon + kernel-hnv    └─ 198.51.100.72  office, 172.16.1.1
/// ```
///
/// Both have the same network inside and the same identity; the outer address and the key tell
/// whose is which. In each office a router ([OfficeRouters]) can tell the gateway of a network that
/// nobody has configured.
public final class Offices implements AutoCloseable {
    private static final String DEVICE = "eth0";

    /// What charon and its peers need besides the plugin.
    private static final List<Path> PROGRAMS =
            List.of(
                    Path.of("/usr/sbin/charon-systemd"),
                    Path.of("/usr/sbin/swanctl"),
                    Path.of("/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so"));

    private final LabRun run;
    private final Namespace gateway;
    private final Outside outside;
    private final Traffic traffic;
    private final List<Charon> charons = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final OfficeRouters routers;

    /// A tenant that has an office, with the office's outer address.
    private enum Site {
        CONTOSO("contoso", LabPlan.CONTOSO_OFFICE),
        WOODGROVE("woodgrove", LabPlan.WOODGROVE_OFFICE);

        final String tenant;
        final String address;

        Site(String tenant, String address) {
            this.tenant = tenant;
            this.address = address;
        }

        /// Not the same in both offices: it alone opens a connection.
        String psk() {
            return "lab-key-of-" + tenant;
        }

        /// The other end of its cable.
        String port() {
            return "office-" + tenant.charAt(0);
        }
    }

    Offices(LabRun run, Namespace gateway, Outside outside, Traffic traffic) {
        this.run = run;
        this.gateway = gateway;
        this.outside = outside;
        this.traffic = traffic;
        routers = new OfficeRouters(run);
    }

    /// Why there can be none on this machine; empty when there can.
    public static Optional<String> whyMissing() {
        Optional<Path> missing = PROGRAMS.stream().filter(p -> !Files.exists(p)).findFirst();
        if (missing.isPresent()) {
            return missing.map(path -> path + " is not there");
        }
        return KernelHnv.plugin().isPresent()
                ? Optional.empty()
                : Optional.of(KernelHnv.whyMissing());
    }

    /// What the gateway needs to be told of its charon.
    String keys() {
        return "IkeSocket="
                + ikeSocket()
                + ";ViciSocket="
                + run.directory().resolve("charon-gateway/vici.sock");
    }

    private Path ikeSocket() {
        return run.directory().resolve("kernel-hnv.sock");
    }

    public synchronized boolean isOpen() {
        return !charons.isEmpty();
    }

    /// Starts the charons; none has said a word to another yet.
    public synchronized void open() {
        if (isOpen()) {
            return;
        }
        charons.add(
                Charon.start(run, gateway, "charon-gateway", CharonOptions.gateway(ikeSocket())));
        for (Site site : Site.values()) {
            open(site);
        }
        traffic.awaitServers();
    }

    private void open(Site site) {
        Namespace namespace = run.namespace("office-" + site.tenant);
        outside.front().plug(namespace, DEVICE, site.port());
        namespace.address(DEVICE, site.address + "/24");
        namespace.address("lo", LabPlan.OFFICE_CA + "/32");
        // No address: charon must not take it for the source of what goes into the tunnel.
        namespace.ip("route", "add", "local", LabPlan.BRANCH_NET, "dev", "lo");
        Charon charon = Charon.start(run, namespace, "charon-" + site.tenant, CharonOptions.peer());
        charons.add(charon);
        charon.load(configuration(site));
        stations.add(
                traffic.station(
                        "office-" + site.tenant,
                        namespace,
                        DEVICE,
                        List.of(LabPlan.OFFICE_CA, LabPlan.BRANCH_CA)));
    }

    private static String configuration(Site site) {
        return """
        connections {
          office {
            version = 2
            local_addrs = %s
            remote_addrs = %s
            encap = yes
            local {
              auth = psk
              id = office
            }
            remote {
              auth = psk
              id = gateway
            }
            children {
              office {
                mode = tunnel
                local_ts = %s
                remote_ts = %s, %s/32
              }
            }
          }
        }
        secrets {
          ike-office {
            secret = "%s"
          }
        }
        """
                .formatted(
                        site.address,
                        LabPlan.GATEWAY_FRONT_END,
                        LabPlan.OFFICE_NETS,
                        LabPlan.WEB_NET,
                        LabPlan.GATEWAY_CA,
                        site.psk());
    }

    /// Gives both tenants their connection, unless they have it.
    public void connect(DesiredState desired) {
        if (desired.lacks(Feature.SITE_TO_SITE)) {
            return;
        }
        for (Site site : Site.values()) {
            if (desired.isConnected(site.tenant)) {
                continue;
            }
            ObjectNode connection =
                    desired.connectByIpSec(
                            site.tenant, "office", site.address, site.psk(), LabPlan.OFFICE_NET);
            connection
                    .withObject("ipSecConfiguration")
                    .put("localIdentity", "gateway")
                    .put("peerIdentity", "office");
        }
    }

    /// Takes the connections away.
    public void disconnect(DesiredState desired) {
        for (Site site : Site.values()) {
            desired.disconnect(site.tenant);
        }
    }

    /// Contoso's office.
    public Station contoso() {
        return stations.getFirst();
    }

    /// Woodgrove's office.
    public Station woodgrove() {
        return stations.getLast();
    }

    /// Lets both offices' routers speak BGP, and gives both tenants the peer.
    public void speak(DesiredState desired) {
        for (Site site : Site.values()) {
            Station office = site == Site.CONTOSO ? contoso() : woodgrove();
            routers.start(site.tenant, office.namespace());
            if (!desired.lacks(Feature.LEARNED_ROUTES)) {
                OfficeRouters.configure(desired, site.tenant);
            }
        }
    }

    /// Ends the routers and takes the peers away.
    public void fallSilent(DesiredState desired) {
        routers.close();
        for (Site site : Site.values()) {
            desired.forgetRouter(site.tenant);
        }
    }

    /// Cuts the cable of Contoso's office.
    public void cutContoso() {
        outside.front().cut(Site.CONTOSO.port());
    }

    public void mendContoso() {
        outside.front().mend(Site.CONTOSO.port());
    }

    @Override
    public void close() {
        routers.close();
        charons.forEach(Charon::close);
        charons.clear();
    }
}
