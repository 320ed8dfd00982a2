package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.InterfacePolicy;
import java.util.ArrayList;
import java.util.List;

/// Applies every rule to a desired state. Immutable; may be used by several threads.
public final class DesiredStateValidator {
    private static final List<Rule> RULES =
            List.of(
                    new VirtualNetworkRule(),
                    new SubnetRule(),
                    new LookupRecordRule(),
                    new RecordTypeRule(),
                    new RewriteRecordRule(),
                    new ProviderAddressRule(),
                    new CustomerRouteRule(),
                    new VirtualGatewayRule(),
                    new GatewayAddressRule(),
                    new DirectRoutingRule(),
                    new PrefixTranslationRule(),
                    new OutsidePrefixRule(),
                    new PublicAddressRule(),
                    new PublicAddressOwnerRule(),
                    new LoadBalancerRule(),
                    new InboundNatRuleRule(),
                    new OneToOneRuleRule(),
                    new NetworkConnectionRule(),
                    new IpSecRule(),
                    new IpSecSizeRule(),
                    new ConnectionTieRule(),
                    new BgpRouterRule(),
                    new PolicyMapRule(),
                    new GatewayRule(),
                    new PoolReferenceRule(),
                    new LogicalNetworkRule(),
                    new RouteTableRule(),
                    new NetworkInterfaceRule());

    private final ConnectionString connection;
    private final HostFacts host;

    public DesiredStateValidator(ConnectionString connection, HostFacts host) {
        this.connection = connection;
        this.host = host;
    }

    /// All faults: those of the reading and those of the rules; empty if the state may be applied.
    public List<Fault> faults(DesiredStateDocument document) {
        InterfacePolicy.Effective effective = InterfacePolicy.of(document.state());
        Context context =
                new Context(
                        new DesiredStateDocument(
                                effective.state(), document.faults(), document.unreadable()),
                        connection,
                        host);
        RULES.forEach(rule -> rule.check(context));
        List<Fault> faults = new ArrayList<>(document.faults());
        InterfacePaths paths = InterfacePaths.of(document.state(), effective);
        context.faults().stream().map(paths::of).forEach(faults::add);
        return List.copyOf(faults);
    }

    public List<Fault> faults(DesiredState state) {
        return faults(DesiredStateDocument.of(state));
    }
}
