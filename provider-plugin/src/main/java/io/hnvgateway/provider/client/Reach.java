package io.hnvgateway.provider.client;

import io.hnvgateway.provider.spi.TestReport.Line;
import io.hnvgateway.provider.spi.TestReport.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// The first steps of the *Test*: name, TCP, TLS and certificate.
///
/// @param lines to which it adds
record Reach(RestGatewayProvider.Opened opened, List<Line> lines) {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int TLS_MILLIS = 5_000;
    private static final int HTTPS = 443;

    /// @return false: one of them failed
    boolean run() {
        URI endpoint = opened.endpoint();
        String host = endpoint.getHost().replaceAll("[\\[\\]]", "");
        int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
        return resolves(host) && connects(host, port);
    }

    private boolean resolves(String host) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            return passed(
                    "name",
                    host
                            + " is "
                            + Arrays.stream(addresses)
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", ")));
        } catch (UnknownHostException e) {
            return failed("name", host + " has no address: look at DNS, or write an address");
        }
    }

    private boolean connects(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            passed("TCP connection", "to port " + port);
            return proves(socket, host, port);
        } catch (IOException e) {
            return failed(
                    "TCP connection",
                    "to port "
                            + port
                            + ": "
                            + e.getMessage()
                            + ": does the gateway run, with this ManagementEndpoint?");
        }
    }

    private boolean proves(Socket socket, String host, int port) {
        try {
            socket.setSoTimeout(TLS_MILLIS);
            SSLSocket tls =
                    (SSLSocket)
                            opened.trust()
                                    .context()
                                    .getSocketFactory()
                                    .createSocket(socket, host, port, false);
            SSLParameters parameters = RestConnection.tls13();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return passed("TLS", describe(tls.getSession()));
        } catch (IOException | CertificateException e) {
            UntrustedException untrusted = UntrustedException.in(e);
            return untrusted != null
                    ? failed("certificate", String.valueOf(untrusted.getMessage()))
                    : failed("TLS", "1.3 is not spoken there: " + e.getMessage());
        }
    }

    private String describe(SSLSession session) throws CertificateException {
        X509Certificate certificate = opened.trust().presented();
        String shown =
                certificate == null
                        ? ""
                        : ", certificate "
                                + TlsTrust.fingerprint(certificate)
                                + " until "
                                + certificate.getNotAfter().toInstant();
        return session.getProtocol() + ", " + session.getCipherSuite() + shown;
    }

    private boolean passed(String name, String detail) {
        lines.add(new Line(Result.PASSED, name, detail));
        return true;
    }

    private boolean failed(String name, String detail) {
        lines.add(new Line(Result.FAILED, name, detail));
        return false;
    }
}
