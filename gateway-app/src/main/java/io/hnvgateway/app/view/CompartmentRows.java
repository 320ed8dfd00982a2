package io.hnvgateway.app.view;

import io.hnvgateway.app.control.Rows;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.TrafficCounters.Total;
import io.hnvgateway.nat.NatPolicy;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A row for each compartment.
final class CompartmentRows {
    private CompartmentRows() {}

    static List<Rows.Compartment> of(
            List<Compartment> compartments, GatewayCore core, SessionRows sessions) {
        List<Integer> counts = sessions.counts(compartments);
        List<Rows.Compartment> rows = new ArrayList<>();
        for (int i = 0; i < compartments.size(); i++) {
            Compartment compartment = compartments.get(i);
            NatPolicy nat = core.compiler().published().get().nat().policy(compartment.index());
            rows.add(row(compartment, nat, counts.get(i)));
        }
        return rows;
    }

    private static Rows.Compartment row(
            Compartment compartment, @Nullable NatPolicy nat, int sessions) {
        return new Rows.Compartment(
                compartment.identity().name(),
                compartment.identity().rdid().toString(),
                compartment.topology().interfaces().interfaces().stream()
                        .map(i -> i.address().toString())
                        .collect(Collectors.joining(",")),
                nat == null
                        ? ""
                        : IntStream.of(nat.publicAddresses())
                                .mapToObj(Ipv4Address::toString)
                                .collect(Collectors.joining(",")),
                compartment.forwarding().directSources().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(",")),
                compartment.records().records().size(),
                compartment.forwarding().routes().size(),
                sessions,
                compartment.state().flowEntries(),
                compartment.state().counters().verdicts(Verdict.FORWARD),
                compartment.state().counters().executed().frames(),
                compartment.state().counters().total(Total.DECIDED_FRAMES),
                Integer.toUnsignedLong(compartment.generation()));
    }
}
