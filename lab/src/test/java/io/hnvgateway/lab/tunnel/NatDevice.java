package io.hnvgateway.lab.tunnel;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A NAT device in front of one host, by nftables, in a namespace that has its outer address.
///
/// ```
///   inside 192.168.77.2 ── 192.168.77.1 NAT 198.51.100.50 ── front end
/// ```
final class NatDevice {
    static final String INSIDE = "192.168.77.2";
    private static final String OWN = "192.168.77.1";

    private final Namespace outer;
    private final String address;
    private final Namespace inside;
    private final Path rules;
    private final Path forget;

    NatDevice(LabRun run, Namespace outer, String address) {
        this.outer = outer;
        this.address = address;
        this.inside = run.namespace("office-nat");
        this.rules = run.directory().resolve("nat.nft");
        this.forget = run.resource(NatDevice.class, "forget_connections.py");
        Veth.connect(new Veth.End(outer, "inside"), new Veth.End(inside, "eth0"));
        outer.address("inside", OWN + "/24");
        inside.address("eth0", INSIDE + "/24");
        inside.ip("route", "add", "default", "via", OWN);
        outer.must("sysctl", "-qw", "net.ipv4.ip_forward=1");
    }

    /// Whom it stands in front of.
    Namespace inside() {
        return inside;
    }

    /// From now on, and for what was there before, port 4500 of the host is this one outside.
    void translateTo(int port) {
        try {
            Files.writeString(
                    rules,
                    """
                    table ip office
                    delete table ip office
                    table ip office {
                      chain out {
                        type nat hook postrouting priority srcnat
                        ip saddr %s udp sport 4500 snat to %s:%d
                        ip saddr %s masquerade random
                      }
                    }
                    """
                            .formatted(INSIDE, address, port, INSIDE));
        } catch (IOException e) {
            throw new LabException("cannot write " + rules, e);
        }
        outer.must("nft", "-f", rules.toString());
        outer.must("python3", forget.toString());
    }
}
