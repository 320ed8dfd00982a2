package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.IpAddress;
import java.util.List;
import java.util.UUID;

/// Scripts of the published cmdlets `New-NetVirtualizationLookupRecord` and
/// `New-NetVirtualizationCustomerRoute`.
///
/// Written texts stand in single quotes, in which PowerShell reads nothing but a quote: neither a
/// variable nor a command can be in them.
///
/// @param policy what the script sets
/// @param skipped cmdlets that concern a host alone and say nothing of networks, with their lines
public record PolicyScript(HostPolicy policy, List<String> skipped) {
    static final String RECORD = "New-NetVirtualizationLookupRecord";
    static final String ROUTE = "New-NetVirtualizationCustomerRoute";

    /// Characters that PowerShell takes for a single quote.
    private static final String QUOTES = "'\u2018\u2019\u201a\u201b";

    public PolicyScript {
        skipped = List.copyOf(skipped);
    }

    /// Reads a script.
    ///
    /// @throws FaultsException each with its line
    public static PolicyScript read(String script) throws FaultsException {
        return new ScriptReader().read(script);
    }

    /// Writes a script that sets a policy; read again, it is the same.
    public static String write(HostPolicy policy) {
        StringBuilder out = new StringBuilder(64 + policy.records().size() * 256);
        out.append(
                "# %d lookup records, %d customer routes\r\n"
                        .formatted(policy.records().size(), policy.routes().size()));
        policy.records().forEach(one -> write(one, out));
        policy.routes().forEach(one -> write(one, out));
        return out.toString();
    }

    private static void write(PolicyRecord one, StringBuilder out) {
        IpAddress address = one.customerAddress();
        PolicyRecord.Place place = one.place();
        out.append(RECORD);
        text(out, "CustomerAddress", address == null ? "0.0.0.0" : address.toString());
        number(out, "VirtualSubnetID", place.virtualSubnetId());
        text(out, "MACAddress", place.macAddress().toString().replace("-", ""));
        text(out, "ProviderAddress", place.providerAddress().toString());
        text(out, "Rule", place.rule().label());
        UUID rdid = one.routingDomainId();
        if (rdid != null) {
            text(out, "CustomerID", "{" + rdid + "}");
        }
        if (!one.vmName().isEmpty()) {
            text(out, "VMName", one.vmName());
        }
        text(out, "Type", one.type().label());
        out.append("\r\n");
    }

    private static void write(PolicyRoute one, StringBuilder out) {
        out.append(ROUTE);
        text(out, "RoutingDomainID", "{" + one.routingDomainId() + "}");
        number(out, "VirtualSubnetID", one.virtualSubnetId());
        text(out, "DestinationPrefix", one.destinationPrefix().toString());
        text(out, "NextHop", one.nextHop().toString());
        number(out, "Metric", one.metric());
        out.append("\r\n");
    }

    private static void number(StringBuilder out, String parameter, long value) {
        out.append(" -").append(parameter).append(' ').append(value);
    }

    private static void text(StringBuilder out, String parameter, String value) {
        out.append(" -").append(parameter).append(" '");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            out.append(c);
            if (QUOTES.indexOf(c) >= 0) {
                out.append(c);
            }
        }
        out.append('\'');
    }
}
