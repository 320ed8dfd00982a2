package io.hnvgateway.provider.client;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.connection.ConnectionKeys;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.spi.GatewayCredentials;
import io.hnvgateway.provider.spi.GatewayProvider;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.TestReport;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.SecretText;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;

/// Gateways over their REST API.
public final class RestGatewayProvider implements GatewayProvider {

    /// What a connection needs.
    ///
    /// @param endpoint scheme, host and port
    record Opened(
            ConnectionString connection,
            URI endpoint,
            OpenedCredentials credentials,
            TlsTrust trust) {

        RestConnection connect(Patience patience) {
            return new RestConnection(
                    endpoint, trust, credentials.bearer().map(SecretText::reveal), patience);
        }
    }

    @Override
    public GatewaySession open(String connectionString, GatewayCredentials credentials)
            throws FaultsException {
        ConnectionString connection = ConnectionString.parse(connectionString);
        return new RestGatewaySession(open(connection, credentials));
    }

    @Override
    public TestReport test(
            String connectionString, GatewayCredentials credentials, List<IpAddress> hosts) {
        return new ConnectionTest(hosts).run(connectionString, credentials);
    }

    static Opened open(ConnectionString connection, GatewayCredentials credentials)
            throws FaultsException {
        URI endpoint = endpoint(connection);
        OpenedCredentials opened = OpenedCredentials.open(credentials);
        try {
            TlsTrust trust =
                    new TlsTrust(
                            connection.fingerprint(),
                            credentials.authorities(),
                            opened.keys().toArray(KeyManager[]::new));
            return new Opened(connection, endpoint, opened, trust);
        } catch (IOException | GeneralSecurityException e) {
            throw OpenedCredentials.fault(String.valueOf(e.getMessage()));
        }
    }

    private static URI endpoint(ConnectionString connection) throws FaultsException {
        String key = ConnectionKeys.MANAGEMENT_ENDPOINT.label();
        return connection
                .managementEndpoint()
                .orElseThrow(() ->
                        new FaultsException(
                                List.of(
                                        Fault.of(
                                                key,
                                                "",
                                                "is missing",
                                                "as in " + key + "=https://gateway1:8443"))));
    }
}
