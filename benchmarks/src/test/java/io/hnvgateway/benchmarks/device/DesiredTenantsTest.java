package io.hnvgateway.benchmarks.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.benchmarks.traffic.Tenant;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.validation.DesiredStateValidator;
import io.hnvgateway.provider.validation.HostFacts;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DesiredTenantsTest {
    private static final String CONNECTION =
            "FrontEndInterface=fe;BackendInterface=be;ProviderAddress=%s;NatPool=%s"
                    .formatted(Tenant.GATEWAY_PA, Tenant.PUBLIC_POOL);

    @Test
    void isAStateThatTheGatewayAccepts() throws Exception {
        DesiredStateDocument document =
                DesiredStateReader.read(DesiredTenants.of(8).getBytes(StandardCharsets.UTF_8));
        assertThat(document.state().virtualNetworks()).hasSize(8);
        DesiredStateValidator validator =
                new DesiredStateValidator(
                        ConnectionString.parseForGateway(CONNECTION), HostFacts.NONE);
        assertThat(validator.faults(document)).isEmpty();
    }
}
