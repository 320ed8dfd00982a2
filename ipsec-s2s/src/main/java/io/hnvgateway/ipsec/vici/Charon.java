package io.hnvgateway.ipsec.vici;

import static io.hnvgateway.ipsec.vici.ViciConnection.SHORT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// charon's commands. Short ones share one connection, made anew when it broke; each one that waits
/// for a peer has its own. Calls block: for virtual threads, any number of them.
public final class Charon implements AutoCloseable {
    /// What charon is given beyond its own limit of a command that waits.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Timeout of a command that charon is not to wait for.
    private static final long AT_ONCE = -1;

    private static final int TERMINATE_ATTEMPTS = 3;

    private final ViciClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ViciConnection shared;

    /// @param client stays the caller's
    public Charon(ViciClient client) {
        this.client = client;
    }

    /// Who answers.
    public record Version(String daemon, String version) {}

    /// What a certificate is loaded for.
    public enum CertificateUse {
        NONE,
        /// Trusted for whatever it has signed: only beside `cacerts` of each connection.
        CA
    }

    public Version version() throws ViciException {
        ViciSection answer = call("version", ViciSection.EMPTY);
        return new Version(answer.text("daemon"), answer.text("version"));
    }

    /// How charon is doing: uptime, IKE_SAs, jobs, plugins.
    public ViciSection stats() throws ViciException {
        return call("stats", ViciSection.EMPTY);
    }

    /// Adds a connection, or replaces the one of that name; established SAs stay.
    public void loadConnection(String name, ViciSection connection) throws ViciException {
        call("load-conn", ViciSection.builder().put(name, connection).build());
    }

    /// Its SAs stay: [#terminate] them, too.
    public void unloadConnection(String name) throws ViciException {
        call("unload-conn", ViciSection.builder().put("name", name).build());
    }

    /// Names of the connections that were loaded.
    public List<String> connectionNames() throws ViciException {
        return call("get-conns", ViciSection.EMPTY).texts("conns");
    }

    /// Connections as charon understood them, by name.
    public Map<String, ViciSection> connections() throws ViciException {
        Map<String, ViciSection> connections = new LinkedHashMap<>();
        stream(
                "list-conns",
                ViciSection.EMPTY,
                "list-conn",
                body -> connections.putAll(body.sections()));
        return connections;
    }

    /// All IKE_SAs, one after the other as charon reports them.
    public void forEachSa(Consumer<IkeSa> each) throws ViciException {
        ViciSection arguments = ViciSection.builder().put("noblock", true).build();
        stream("list-sas", arguments, "list-sa", body -> IkeSa.allOf(body).forEach(each));
    }

    /// IKE_SAs of one connection.
    public List<IkeSa> sas(String connection) throws ViciException {
        List<IkeSa> sas = new ArrayList<>();
        ViciSection arguments = ViciSection.builder().put("ike", connection).build();
        stream("list-sas", arguments, "list-sa", body -> sas.addAll(IkeSa.allOf(body)));
        return sas;
    }

    /// Begins to set a CHILD_SA up, with an IKE_SA if there is none, and waits for nobody: what
    /// comes of it, events and the log tell. So a peer that does not answer holds no thread of
    /// charon's.
    ///
    /// @throws ViciRefusedException if charon cannot even begin
    public void begin(String connection, String child) throws ViciException {
        ViciSection arguments =
                ViciSection.builder()
                        .put("ike", connection)
                        .put("child", child)
                        .put("timeout", AT_ONCE)
                        .build();
        try (ViciConnection own = client.open()) {
            own.call("initiate", arguments, SHORT);
        }
    }

    /// Sets a CHILD_SA up, with an IKE_SA if there is none, and waits for it. A thread of charon's
    /// waits, too: not for many at a time.
    ///
    /// @param log takes what charon logs about it meanwhile
    /// @throws ViciRefusedException if it fails or is not up in time
    public void initiate(String connection, String child, Duration limit, Consumer<LogLine> log)
            throws ViciException {
        ViciSection arguments =
                ViciSection.builder()
                        .put("ike", connection)
                        .put("child", child)
                        .put("timeout", limit.toMillis())
                        .put("loglevel", 1)
                        .build();
        alone("initiate", arguments, limit, log);
    }

    /// Ends all IKE_SAs of a connection with their CHILD_SAs, and waits until the peer confirmed
    /// it.
    ///
    /// @param limit after which they end without a word of the peer
    /// @return how many there were
    public int terminate(String connection, Duration limit) throws ViciException {
        return terminate(ViciSection.builder().put("ike", connection), limit);
    }

    /// As [#terminate(String, Duration)] for one IKE_SA.
    ///
    /// @param uniqueId its [IkeSa#uniqueId]
    public int terminateIke(long uniqueId, Duration limit) throws ViciException {
        return terminate(ViciSection.builder().put("ike-id", uniqueId), limit);
    }

    private int terminate(ViciSection.Builder which, Duration limit) throws ViciException {
        ViciSection arguments = which.put("force", true).put("timeout", limit.toMillis()).build();
        return terminated(() -> alone("terminate", arguments, limit, line -> {}));
    }

    /// Ends all IKE_SAs of a connection with their CHILD_SAs at once: the peer is told, and nobody
    /// waits for its answer. One that did not hear it finds out by asking (RFC 7296 §2.4).
    ///
    /// @return how many there were
    public int end(String connection) throws ViciException {
        return end(ViciSection.builder().put("ike", connection));
    }

    /// As [#end(String)] for one IKE_SA.
    ///
    /// @param uniqueId its [IkeSa#uniqueId]
    public int endIke(long uniqueId) throws ViciException {
        return end(ViciSection.builder().put("ike-id", uniqueId));
    }

    private int end(ViciSection.Builder which) throws ViciException {
        ViciSection arguments = which.put("force", true).put("timeout", AT_ONCE).build();
        return terminated(() -> call("terminate", arguments));
    }

    @FunctionalInterface
    private interface Termination {
        ViciSection run() throws ViciException;
    }

    /// charon calls it a failure when one of the SAs ended by itself meanwhile, as the old one of a
    /// rekeying does: asked again, it finds nothing.
    private static int terminated(Termination command) throws ViciException {
        int before = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return before + (int) command.run().number("terminated", 0);
            } catch (ViciRefusedException e) {
                if (e.isNothingFound()) {
                    return before;
                }
                if (e.matches() == 0 || attempt == TERMINATE_ATTEMPTS) {
                    throw e;
                }
                before = Math.max(before, e.matches());
            }
        }
    }

    /// Begins to replace the CHILD_SAs of a connection, as when their time has come.
    ///
    /// @param child name of their configuration
    /// @return how many; [ViciRefusedException] if there are none
    public int rekeyChildren(String connection, String child) throws ViciException {
        return rekey(ViciSection.builder().put("ike", connection).put("child", child));
    }

    /// Begins to replace one CHILD_SA.
    ///
    /// @param uniqueId its [ChildSa#uniqueId]
    public int rekeyChild(long uniqueId) throws ViciException {
        return rekey(ViciSection.builder().put("child-id", uniqueId));
    }

    /// Begins to replace the IKE_SAs of a connection.
    public int rekeyIke(String connection) throws ViciException {
        return rekey(ViciSection.builder().put("ike", connection));
    }

    private int rekey(ViciSection.Builder which) throws ViciException {
        return (int) call("rekey", which.build()).number("matches", 0);
    }

    /// @param certificate X.509 in DER or PEM
    public void loadCertificate(CertificateUse use, byte[] certificate) throws ViciException {
        call(
                "load-cert",
                ViciSection.builder()
                        .put("type", "X509")
                        .put("flag", use.name())
                        .put("data", ViciValue.of(certificate))
                        .build());
    }

    /// Loads a private key; charon takes it wherever its certificate is asked for.
    ///
    /// @param key PKCS#8 in DER or PEM, without a passphrase
    /// @return charon's id of it, for [#unloadKey]
    public String loadKey(byte[] key) throws ViciException {
        return call(
                        "load-key",
                        ViciSection.builder()
                                .put("type", "any")
                                .put("data", ViciValue.of(key))
                                .build())
                .text("id");
    }

    public void unloadKey(String id) throws ViciException {
        call("unload-key", ViciSection.builder().put("id", id).build());
    }

    /// Loads a shared secret other than a PSK of a connection, for charon would try that with every
    /// peer.
    public void loadShared(String id, String type, byte[] secret, List<String> owners)
            throws ViciException {
        call(
                "load-shared",
                ViciSection.builder()
                        .put("id", id)
                        .put("type", type)
                        .put("data", ViciValue.of(secret))
                        .put("owners", owners)
                        .build());
    }

    /// Forgets certificates that came from peers or for a while.
    public void flushCertificates() throws ViciException {
        call("flush-certs", ViciSection.EMPTY);
    }

    /// Forgets all keys, certificates and secrets that were loaded.
    public void clearCredentials() throws ViciException {
        call("clear-creds", ViciSection.EMPTY);
    }

    private ViciSection alone(
            String command, ViciSection arguments, Duration limit, Consumer<LogLine> log)
            throws ViciException {
        try (ViciConnection own = client.open()) {
            own.register("control-log");
            return own.call(
                    command,
                    arguments,
                    limit.plus(GRACE),
                    event -> log.accept(LogLine.of(event.body())));
        }
    }

    private ViciSection call(String command, ViciSection arguments) throws ViciException {
        return connection().call(command, arguments, SHORT);
    }

    private void stream(
            String command, ViciSection arguments, String event, Consumer<ViciSection> each)
            throws ViciException {
        connection().stream(command, arguments, event, each);
    }

    private ViciConnection connection() throws ViciException {
        lock.lock();
        try {
            ViciConnection open = shared;
            if (open == null || !open.isOpen()) {
                open = client.open();
                shared = open;
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /// Closes the shared connection; commands that wait for a peer go on.
    @Override
    public void close() {
        lock.lock();
        try {
            if (shared != null) {
                shared.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
