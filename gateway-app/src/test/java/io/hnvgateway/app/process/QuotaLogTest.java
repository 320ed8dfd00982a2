package io.hnvgateway.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.Fib;
import io.hnvgateway.compartments.GatewayInterfaces;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.NextHopGroups;
import io.hnvgateway.compartments.PagedArray;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.SourceCheck;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QuotaLogTest {
    private static final RoutingDomainId CONTOSO = new RoutingDomainId(new UUID(7, 1));
    private static final RoutingDomainId WOODGROVE = new RoutingDomainId(new UUID(7, 2));

    private final QuotaLog log = new QuotaLog(Runnable::run);

    private static Compartment compartment(int index, RoutingDomainId rdid, String name) {
        return new Compartment(
                new Compartment.Identity(index, 0, rdid, name),
                new Compartment.Topology(List.of(), new GatewayInterfaces(List.of())),
                LookupTable.EMPTY,
                new Compartment.Forwarding(
                        List.of(),
                        Fib.EMPTY,
                        NextHopGroups.EMPTY,
                        List.of(),
                        SourceCheck.STRICT,
                        1500),
                new CompartmentState());
    }

    @Test
    void aWarningNamesTheTenantOfTheRoutingDomain() {
        log.serve(() ->
                PagedArray.of(
                        null,
                        compartment(1, CONTOSO, "contoso"),
                        compartment(2, WOODGROVE, "woodgrove")));
        assertThat(log.name(WOODGROVE.toString())).isEqualTo("woodgrove");
        assertThat(log.name(CONTOSO.toString())).isEqualTo("contoso");
    }

    @Test
    void aTenantThatIsGoneHasNoName() {
        assertThat(log.name(CONTOSO.toString())).isEmpty();
    }
}
