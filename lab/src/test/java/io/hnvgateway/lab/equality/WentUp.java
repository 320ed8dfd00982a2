package io.hnvgateway.lab.equality;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.flow.Adjacency;
import io.hnvgateway.packet.flow.FlowAction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Why the program may leave to Java what Java executes from the flow table. There is no other
/// reason.
enum WentUp {
    /// The entry says so.
    JAVA_ONLY(f -> f.action().hasFlag(FlowAction.JAVA_ONLY)),
    /// Options, TCP flags that are judged, a fragment, ICMP that asks or answers nothing, to be
    /// cut: Java decided anew, forwarded it and counted it for the flow.
    DECIDED_ANEW(FlowReader::isDecidedAnew),
    OUTER_OPTIONS(FlowReader::outerOptions),
    IP_REWRITE(f -> f.ingress().kind == Adjacency.REWRITE || f.egress().kind == Adjacency.REWRITE),
    /// A tenant's own GRE, of a 1:1 rule or direct routing.
    GRE_FROM_FRONT_END(f -> !f.packet().overlay && f.packet().protocol == IpProtocol.GRE),
    /// A protocol of which fewer bytes came than a transport header has.
    LESS_THAN_8_BYTES(f -> f.packet().ipPayloadBytes() < 8);

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Predicate<FlowReader> holds;

    WentUp(Predicate<FlowReader> holds) {
        this.holds = holds;
    }

    /// The first that holds; null: the program should have executed it.
    static @Nullable WentUp of(FlowReader flow) {
        for (WentUp reason : values()) {
            if (reason.holds.test(flow)) {
                return reason;
            }
        }
        return null;
    }
}
