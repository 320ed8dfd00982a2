package io.hnvgateway.app.rest;

import io.hnvgateway.app.access.Access;
import io.hnvgateway.app.access.EndpointTls;
import io.hnvgateway.app.api.Api;
import io.hnvgateway.app.telemetry.MetricsPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// Where the endpoint is and under which names it is asked for.
///
/// @param names host name and address, without brackets
public record RestEndpoint(InetSocketAddress address, Set<String> names) {
    private static final int HTTPS = 443;

    public RestEndpoint {
        names = Set.copyOf(names);
    }

    /// Nothing is looked up.
    public static RestEndpoint of(URI endpoint, InetAddress address) {
        String host = endpoint.getHost().replaceAll("[\\[\\]]", "");
        Set<String> names = new LinkedHashSet<>();
        names.add(host.toLowerCase(Locale.ROOT));
        names.add(address.getHostAddress());
        int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
        return new RestEndpoint(new InetSocketAddress(address, port), names);
    }

    /// What `Host` may say, with the port that is listened at.
    private Set<String> authorities() {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            String host = name.indexOf(':') < 0 ? name : "[" + name + "]";
            all.add(host + ":" + address.getPort());
            if (address.getPort() == HTTPS) {
                all.add(host);
            }
        }
        return all;
    }

    /// Listens when it returns.
    public RestServer open(
            EndpointTls tls,
            Access access,
            RestLimits limits,
            Api api,
            HealthSource health,
            MetricsPage metrics)
            throws IOException {
        RestService.Contents contents =
                new RestService.Contents(api, health, metrics, authorities());
        return RestServer.start(address, tls, limits, new RestService(contents, access, limits));
    }
}
