package io.hnvgateway.benchmarks.ipsec;

import io.hnvgateway.lab.charon.Charon;
import io.hnvgateway.lab.charon.CharonOptions;
import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;

/// The far end of a tunnel: a charon with kernel-libipsec, by a pre-shared key.
final class Office {
    static final String PSK = "a key for measuring";
    private static final String CHILD = "tunnel";

    private final Charon charon;

    /// @param inside an own address among the local selectors, which kernel-libipsec wants
    Office(LabRun run, Namespace namespace, String inside, End end) {
        namespace.address("lo", inside + "/32");
        charon = Charon.start(run, namespace, "charon-" + namespace.name(), CharonOptions.peer());
        charon.load(end.configuration());
    }

    /// One end of the tunnel in the words of swanctl.conf(5).
    ///
    /// @param local, remote outer addresses
    /// @param localNet, remoteNet what is behind them
    record End(
            String local,
            String remote,
            String id,
            String remoteId,
            String localNet,
            String remoteNet) {

        String configuration() {
            return """
            connections {
              measured {
                version = 2
                local_addrs = %s
                remote_addrs = %s
                encap = yes
                local {
                  auth = psk
                  id = %s
                }
                remote {
                  auth = psk
                  id = %s
                }
                children {
                  %s {
                    mode = tunnel
                    local_ts = %s
                    remote_ts = %s
                    esp_proposals = aes128gcm16
                  }
                }
              }
            }
            secrets {
              ike-measured {
                secret = "%s"
              }
            }
            """
                    .formatted(local, remote, id, remoteId, CHILD, localNet, remoteNet, PSK);
        }
    }

    /// Sets the tunnel up.
    void connect() {
        if (!charon.initiate(CHILD)) {
            throw new LabException("the tunnel does not come up:\n" + charon.log());
        }
    }

    /// New keys for the tunnel.
    void rekey() {
        charon.must("--rekey", "--child", CHILD);
    }
}
