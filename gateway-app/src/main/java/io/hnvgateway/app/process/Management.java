package io.hnvgateway.app.process;

import io.hnvgateway.app.access.Access;
import io.hnvgateway.app.access.AccessRequests;
import io.hnvgateway.app.access.AuditLog;
import io.hnvgateway.app.access.EndpointTls;
import io.hnvgateway.app.api.Api;
import io.hnvgateway.app.api.ApiAnswer;
import io.hnvgateway.app.control.FurtherRequests;
import io.hnvgateway.app.rest.HealthSource;
import io.hnvgateway.app.rest.RestEndpoint;
import io.hnvgateway.app.rest.RestLimits;
import io.hnvgateway.app.rest.RestServer;
import io.hnvgateway.app.telemetry.MetricsPage;
import io.hnvgateway.app.telemetry.Telemetry;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The management plane, put together. Without `ManagementEndpoint` nothing of it is opened or even
/// loaded; with it, it opens on a thread of its own while traffic runs already, and what goes wrong
/// there leaves traffic alone.
final class Management implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Management.class);
    private static final long STOP_MS = 5000;

    private final ConnectionString connection;
    private final FurtherRequests control;
    private final AuditLog audit;
    private final Supplier<Plane> plane;
    private final Thread opening;
    private volatile boolean ending;
    private volatile @Nullable EndpointTls tls;
    private volatile @Nullable Access access;
    private volatile @Nullable RestServer server;

    /// What is reached through the endpoint; made on the thread that opens it.
    record Plane(Api api, HealthSource health, MetricsPage metrics) {
        Plane with(Api other) {
            return new Plane(other, health, metrics);
        }
    }

    private Management(
            ConnectionString connection,
            FurtherRequests control,
            AuditLog audit,
            Supplier<Plane> plane) {
        this.connection = connection;
        this.audit = audit;
        this.control = control;
        this.plane = plane;
        this.opening = Thread.ofPlatform().name("management").daemon().unstarted(this::open);
    }

    /// Begins to open it, where the connection string has an endpoint.
    static Management start(
            ConnectionString connection,
            Conductor conductor,
            FurtherRequests control,
            AuditLog audit,
            Supplier<Plane> plane) {
        Management management = new Management(connection, control, audit, plane);
        if (connection.managementEndpoint().isPresent()) {
            management.opening.start();
            conductor.every(60, management::refresh);
        }
        return management;
    }

    /// Until there is an API.
    static Plane unfinished(Telemetry telemetry) {
        return new Plane(
                _ -> new ApiAnswer(501, Map.of(), new byte[0]),
                telemetry.health()::isReady,
                telemetry.metrics());
    }

    private void open() {
        URI uri = connection.managementEndpoint().orElseThrow();
        try {
            RestEndpoint endpoint =
                    RestEndpoint.of(
                            uri,
                            InetAddress.getByName(
                                    connection.managementAddress().orElseThrow().toString()));
            Access known = Access.open(connection.stateDirectory(), name(uri), audit);
            access = known;
            EndpointTls identity = identity(known, endpoint);
            control.add("access", new AccessRequests(known, identity)::answer);
            Plane served = plane.get();
            RestServer opened =
                    endpoint.open(
                            identity,
                            known,
                            RestLimits.of(Runtime.getRuntime().maxMemory()),
                            served.api(),
                            served.health(),
                            served.metrics());
            take(identity, opened);
            LOG.info(
                    "event=management-ready endpoint={} fingerprint={} authority={}",
                    uri,
                    identity.server().current().fingerprint(),
                    identity.server().lastingFingerprint());
        } catch (IOException | GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.error("event=management-not-opened endpoint={} reason=\"{}\"", uri, e.toString());
            LOG.debug("event=management-not-opened", e);
        }
    }

    /// Ended meanwhile: it closes again.
    private synchronized void take(EndpointTls identity, RestServer opened) {
        tls = identity;
        if (ending) {
            opened.close();
        } else {
            server = opened;
        }
    }

    private String name(URI uri) {
        return "hnv-gateway " + connection.gatewayVm().orElse(uri.getHost());
    }

    /// Null: it is not open, or not yet.
    @Nullable Access access() {
        return access;
    }

    private EndpointTls identity(Access access, RestEndpoint endpoint)
            throws IOException, GeneralSecurityException {
        Path authorities = connection.managementClientAuthorities().orElse(null);
        Optional<Path> given = connection.managementCertificate();
        return given.isPresent()
                ? access.tls(given.get(), connection.managementKey().orElseThrow(), authorities)
                : access.tls(endpoint.names(), authorities);
    }

    private void refresh() {
        EndpointTls known = tls;
        if (known != null) {
            known.refresh();
        }
    }

    @Override
    public void close() {
        RestServer opened;
        synchronized (this) {
            ending = true;
            opened = server;
            server = null;
        }
        if (opened != null) {
            opened.close();
        }
        try {
            opening.join(STOP_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
