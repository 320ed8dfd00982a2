package io.hnvgateway.app.compile;

import static io.hnvgateway.app.compile.CompileWorld.special;
import static io.hnvgateway.app.compile.CompileWorld.via;
import static io.hnvgateway.app.compile.CompileWorld.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupRecord.Kind;
import io.hnvgateway.compartments.LookupRecord.Rule;
import io.hnvgateway.compartments.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordDecisionsTest {
    private static final LookupRecord VM = vm("a", "10.0.0.1", "192.0.2.10");
    private static final LookupRecord NEXT_HOP = vm("b", "10.0.0.2", "192.0.2.10");
    private static final LookupRecord WILDCARD =
            special("w", null, "192.0.2.99", Kind.GATEWAY_WILDCARD, Rule.ENCAPSULATION);
    private static final List<Route> ROUTES = List.of(via("0.0.0.0/0", "10.0.0.2", 1));

    private static RecordDecisions of(LookupRecord... records) {
        return RecordDecisions.of(CompileWorld.network(List.of(records), ROUTES));
    }

    @Test
    void aVmThatMovesOrComesChangesNoDecision() {
        assertThat(of(vm("a", "10.0.0.1", "192.0.2.11"))).isEqualTo(of(VM));
        assertThat(of(VM)).isEqualTo(of());
    }

    @Test
    void theNextHopOfARouteDoes() {
        assertThat(of(VM, NEXT_HOP)).isNotEqualTo(of(VM));
    }

    @Test
    void ipRewriteInPlaceOfATunnelDoes() {
        assertThat(of(special("a", "10.0.0.1", "192.0.2.10", Kind.STATIC, Rule.NAT)))
                .isNotEqualTo(of(VM));
    }

    @Test
    void aRecordDoesThatTakesAnAddressFromAnotherGateway() {
        assertThat(of(WILDCARD, VM)).isNotEqualTo(of(WILDCARD));
        assertThat(of(WILDCARD)).isNotEqualTo(of());
    }
}
