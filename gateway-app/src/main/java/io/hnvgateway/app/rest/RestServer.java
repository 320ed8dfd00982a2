package io.hnvgateway.app.rest;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.GracefulShutdown;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.hnvgateway.app.access.EndpointTls;
import io.hnvgateway.app.access.KeyAndChain;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The management endpoint: listens at one address and port.
public final class RestServer implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long STOP_MS = 500;
    private static final Duration DROPPING = Duration.ofSeconds(5);

    /// So many times those that have a place: who comes faster than the gate can judge them waits
    /// in memory and files, and is closed right away beyond it.
    private static final int ACCEPTED = 2;

    private static final int MAX_STREAMS = 100;
    private static final int MAX_RESETS = 200;
    private static final int RESET_WINDOW_SECONDS = 10;
    private static final int STREAM_WINDOW_BYTES = 256 << 10;
    private static final int CONNECTION_WINDOW_BYTES = 1 << 20;

    private final Server server;
    private final EventLoopGroup loops;
    private final ConnectionGate gate;

    private RestServer(Server server, EventLoopGroup loops, ConnectionGate gate) {
        this.server = server;
        this.gate = gate;
        this.loops = loops;
    }

    /// Listens when it returns.
    ///
    /// @throws IOException also if somebody else listens there, or the address is not the host's
    static RestServer start(
            InetSocketAddress address, EndpointTls tls, RestLimits limits, RestService service)
            throws IOException {
        EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(EVENT_LOOPS, "rest", true);
        Server server;
        try {
            server = build(address, tls, limits, service, loops);
            server.start().join();
        } catch (CompletionException e) {
            var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException("cannot listen at " + address + ": " + e.getCause(), e);
        }
        ConnectionGate gate = service.gate();
        var _ = loops.scheduleAtFixedRate(gate::closeQuiet, 1, 1, TimeUnit.SECONDS);
        return new RestServer(server, loops, gate);
    }

    private static Server build(
            InetSocketAddress address,
            EndpointTls tls,
            RestLimits limits,
            RestService service,
            EventLoopGroup loops)
            throws IOException {
        KeyAndChain shown = tls.server().current();
        ServerBuilder builder = Server.builder();
        ListeningDevice.of(address.getAddress()).ifPresent(device -> device.bind(builder));
        return builder.port(address, SessionProtocol.HTTPS)
                .tls(TlsKeyPair.of(shown.key(), shown.chain()))
                .tlsEngineType(TlsEngineType.JDK)
                .tlsCustomizer(context -> customize(context, tls))
                .workerGroup(loops, false)
                .maxNumConnections(ACCEPTED * limits.connections())
                .childChannelPipelineCustomizer(service.gate()::admit)
                .idleTimeoutMillis(0) // the gate closes what is quiet
                .requestTimeout(limits.request())
                .requestAutoAbortDelay(DROPPING) // the reader drops what still comes
                .maxRequestLength(0) // the body's reader has the limits
                .http1MaxInitialLineLength(RequestTarget.LIMIT_CHARACTERS + 64)
                .http1MaxHeaderSize(Http1Framing.HEAD_BYTES)
                .http2MaxHeaderListSize(Http1Framing.HEAD_BYTES)
                .http2MaxStreamsPerConnection(MAX_STREAMS)
                .http2MaxResetFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
                .http2InitialStreamWindowSize(STREAM_WINDOW_BYTES)
                .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .gracefulShutdown(GracefulShutdown.disabled())
                .disableServerHeader()
                .errorHandler(new RestFaults())
                .serviceUnder("/", service)
                .build();
    }

    private static void customize(SslContextBuilder builder, EndpointTls tls) {
        builder.protocols("TLSv1.3")
                .keyManager(tls.keys())
                .trustManager(tls.clients())
                .clientAuth(ClientAuth.OPTIONAL);
    }

    /// Where it listens.
    public int port() {
        return server.activeLocalPort();
    }

    /// Does not wait for the library's own threads, which take their time.
    @Override
    public void close() {
        gate.closeAll();
        var _ = server.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(STOP_MS);
    }
}
