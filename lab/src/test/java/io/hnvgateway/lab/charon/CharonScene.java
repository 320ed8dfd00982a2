package io.hnvgateway.lab.charon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hnvgateway.ipsec.kernel.KernelServer;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Veth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// ```
///   namespace vpn-gateway                       namespace office-N
///   charon + kernel-hnv ─ gwN ═══ wan ─ charon + kernel-libipsec, 10.20.0.1 on lo
///     │ 192.0.2.1/24 on a bridge              192.0.2.(10+N)
///   KernelServer + RecordingBackend, in this process
/// ```
final class CharonScene implements AutoCloseable {
    static final String GATEWAY = "192.0.2.1";
    static final String WAN = "wan";
    static final String SWITCH = "switch";

    /// Inside addresses: of the virtual network, of every office.
    static final String VM = "10.10.0.1";

    static final String OFFICE = "10.20.0.1";
    static final String PROPOSALS = "proposals = aes128gcm16-prfsha256-ecp256";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    final LabRun run;
    final Namespace gateway;
    final RecordingBackend backend = new RecordingBackend();
    private final Path socket;
    private @Nullable KernelServer server;
    private int offices;

    CharonScene() {
        assumeTrue(KernelHnv.plugin().isPresent(), KernelHnv::whyMissing);
        run = LabRun.begin();
        gateway = run.namespace("vpn-gateway");
        gateway.ip("link", "add", SWITCH, "type", "bridge");
        gateway.address(SWITCH, GATEWAY + "/24");
        gateway.ip("link", "set", SWITCH, "up");
        socket = run.directory().resolve("kernel-hnv.sock");
    }

    static String addressOf(int office) {
        return "192.0.2." + (10 + office);
    }

    /// The number of the next office, from 1.
    Namespace office() {
        int number = ++offices;
        Namespace namespace = run.namespace("office-" + number);
        String port = "gw" + number;
        Veth.connect(new Veth.End(gateway, port), new Veth.End(namespace, WAN));
        gateway.ip("link", "set", port, "master", SWITCH);
        namespace.address(WAN, addressOf(number) + "/24");
        namespace.address("lo", OFFICE + "/32");
        return namespace;
    }

    /// The process of the gateway begins, and later another one, which knows nothing.
    void startServer(RecordingBackend knows) {
        try {
            server = KernelServer.start(socket, knows);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    Charon gatewayCharon() {
        return gatewayCharon(CharonOptions.gateway(socket));
    }

    /// @param more lines of its section of `strongswan.conf`
    Charon gatewayCharon(String more) {
        return gatewayCharon(CharonOptions.gateway(socket).with(more));
    }

    /// @param answerLimitMs how long its plugin waits for an answer
    Charon gatewayCharon(int answerLimitMs) {
        return gatewayCharon(CharonOptions.gateway(socket, answerLimitMs));
    }

    private Charon gatewayCharon(CharonOptions options) {
        Charon charon = Charon.start(run, gateway, "gateway", options);
        if (server != null) {
            await("plugin is connected", () -> backend.session != null);
        }
        return charon;
    }

    static Charon peerCharon(LabRun run, Namespace namespace) {
        return Charon.start(run, namespace, namespace.name(), CharonOptions.peer());
    }

    /// The gateway's end of a connection.
    ///
    /// @param more lines of the connection
    /// @param child lines of its child
    static String connection(String name, int ifId, String more, String child) {
        return """
        %s {
          version = 2
          local_addrs = 192.0.2.1
          unique = never
          if_id_in = %d
          if_id_out = %d
          %s
          local {
            auth = psk
            id = gateway
          }
          children {
            %s {
              mode = tunnel
              local_ts = 10.10.0.0/16
              remote_ts = 10.20.0.0/16
              esp_proposals = aes128gcm16
              %s
            }
          }
        }
        """
                .formatted(name, ifId, ifId, more, name, child);
    }

    static String remote(String addresses) {
        return PROPOSALS
                + "\nremote_addrs = %s\nremote {\n auth = psk\n id = office\n}"
                        .formatted(addresses);
    }

    static String connections(String... connections) {
        return "connections {\n" + String.join("\n", connections) + "}\n";
    }

    /// The office's end: `swanctl --initiate --child office`.
    static String office(String address, String psk, String more, String child) {
        return """
        connections {
          office {
            version = 2
            local_addrs = %s
            remote_addrs = 192.0.2.1
            encap = yes
            %s
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
                local_ts = 10.20.0.0/16
                remote_ts = 10.10.0.0/16
                %s
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
                .formatted(address, more, child, psk);
    }

    static String office(int number, String psk) {
        return office(addressOf(number), psk, PROPOSALS, "esp_proposals = aes128gcm16");
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            pause(Duration.ofMillis(20));
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stopServer();
        run.close();
    }
}
