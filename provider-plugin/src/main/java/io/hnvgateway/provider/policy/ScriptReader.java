package io.hnvgateway.provider.policy;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.policy.ScriptToken.Kind;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.TranslationRule;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads a script statement by statement. Nothing is evaluated: what is no plain call of a known
/// cmdlet is a fault. For one script.
final class ScriptReader {
    /// After so many nobody reads on.
    private static final int MOST_FAULTS = 100;

    /// A hundred thousand calls stay below it.
    static final int MOST_CHARACTERS = 64 << 20;

    private static final long MOST_UINT = 0xffff_ffffL;
    private static final ValueParser<Integer> VSID =
            Values.integer(Subnet.MIN_VIRTUAL_SUBNET_ID, Subnet.MAX_VIRTUAL_SUBNET_ID);

    private static final List<String> RECORD_PARAMETERS =
            List.of(
                    "customeraddress",
                    "virtualsubnetid",
                    "macaddress",
                    "provideraddress",
                    "rule",
                    "customerid",
                    "vmname",
                    "type");
    private static final List<String> ROUTE_PARAMETERS =
            List.of("routingdomainid", "virtualsubnetid", "destinationprefix", "nexthop", "metric");

    /// They say how a cmdlet runs, or what matters on its host alone; each has a value.
    private static final List<String> IGNORED =
            List.of(
                    "context",
                    "usevmmacaddress",
                    "unusable",
                    "cimsession",
                    "throttlelimit",
                    "erroraction",
                    "warningaction",
                    "informationaction",
                    "errorvariable",
                    "warningvariable",
                    "informationvariable",
                    "outvariable",
                    "outbuffer",
                    "pipelinevariable");

    /// As before, without a value.
    private static final List<String> SWITCHES =
            List.of("asjob", "verbose", "debug", "whatif", "confirm", "passthru");

    /// Cmdlets that concern one host.
    private static final Set<String> OF_HOSTS =
            Set.of(
                    "new-netvirtualizationprovideraddress",
                    "new-netvirtualizationproviderroute",
                    "set-netvirtualizationglobal",
                    "import-module");

    private final List<Fault> faults = new ArrayList<>();
    private final List<PolicyRecord> records = new ArrayList<>();
    private final List<PolicyRoute> routes = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    PolicyScript read(String script) throws FaultsException {
        if (script.length() > MOST_CHARACTERS) {
            throw new FaultsException(
                    List.of(
                            Fault.of(
                                    "script",
                                    script.length() + " characters",
                                    "must be " + MOST_CHARACTERS + " at most",
                                    "import it in parts")));
        }
        ScriptLexer lexer = new ScriptLexer(script);
        List<ScriptToken> statement = new ArrayList<>();
        for (ScriptToken token = lexer.next(); ; token = lexer.next()) {
            if (token.kind() != Kind.END) {
                statement.add(token);
                continue;
            }
            take(statement);
            statement.clear();
            if (lexer.isAtEnd() || faults.size() >= MOST_FAULTS) {
                break;
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return new PolicyScript(new HostPolicy(records, routes), skipped);
    }

    private void take(List<ScriptToken> statement) {
        if (statement.isEmpty()) {
            return;
        }
        ScriptToken first = statement.getFirst();
        String name = first.text().toLowerCase(Locale.ROOT);
        String bare = name.substring(name.lastIndexOf('\\') + 1);
        if (first.kind() != Kind.TEXT) {
            notPlain(first);
        } else if (OF_HOSTS.contains(bare)) {
            skipped.add("line " + first.line() + ": " + first.text());
        } else if (bare.equals(PolicyScript.RECORD.toLowerCase(Locale.ROOT))) {
            CmdletCall call = call(statement, RECORD_PARAMETERS);
            if (call != null) {
                takeRecord(call);
            }
        } else if (bare.equals(PolicyScript.ROUTE.toLowerCase(Locale.ROOT))) {
            CmdletCall call = call(statement, ROUTE_PARAMETERS);
            if (call != null) {
                takeRoute(call);
            }
        } else {
            fault(
                    first.line(),
                    first.text(),
                    "is no cmdlet that is read",
                    "only %s and %s are, and those of a host alone are left out"
                            .formatted(PolicyScript.RECORD, PolicyScript.ROUTE));
        }
    }

    private void notPlain(ScriptToken token) {
        if (token.kind() == Kind.FAULT) {
            fault(token.line(), "", token.text(), "");
        } else if (token.text().startsWith("@")) {
            fault(
                    token.line(),
                    token.text(),
                    "splatting is not supported",
                    "write each parameter behind the cmdlet");
        } else if (token.kind() == Kind.PARAMETER) {
            fault(
                    token.line(),
                    "-" + token.text(),
                    "a parameter without a cmdlet",
                    "end the line before with a backtick, and nothing behind it");
        } else {
            fault(
                    token.line(),
                    token.text(),
                    "is not supported: nothing is evaluated",
                    token.text().startsWith("{")
                            ? "put a GUID in quotes"
                            : "write plain values instead of variables, pipes and blocks");
        }
    }

    private void fault(int line, String value, String rule, String hint) {
        faults.add(new Fault("line " + line, value, rule, hint));
    }

    /// Reads parameters; null, and a fault, when that is not possible.
    private @Nullable CmdletCall call(List<ScriptToken> statement, List<String> parameters) {
        Map<String, String> values = new HashMap<>();
        int before = faults.size();
        int at = 1;
        while (at < statement.size()) {
            ScriptToken token = statement.get(at);
            String name = token.kind() == Kind.PARAMETER ? name(token, parameters) : null;
            if (name == null) {
                if (token.kind() == Kind.TEXT) {
                    fault(token.line(), token.text(), "a value without a parameter", "");
                } else if (token.kind() != Kind.PARAMETER) {
                    notPlain(token);
                }
                return null;
            }
            boolean hasValue = !SWITCHES.contains(name) || token.attached();
            if (!hasValue) {
                at++;
                continue;
            }
            ScriptToken value = at + 1 < statement.size() ? statement.get(at + 1) : null;
            take(name, token, value, parameters.contains(name), values);
            if (faults.size() > before) {
                return null; // what follows may only look wrong
            }
            at += 2;
        }
        return new CmdletCall(statement.getFirst().line(), values, faults);
    }

    private void take(
            String name,
            ScriptToken parameter,
            @Nullable ScriptToken value,
            boolean isRead,
            Map<String, String> values) {
        if (value == null || value.kind() == Kind.PARAMETER) {
            fault(parameter.line(), "-" + parameter.text(), "has no value", "");
        } else if (value.kind() == Kind.FAULT || (isRead && value.kind() != Kind.TEXT)) {
            notPlain(value);
        } else if (values.putIfAbsent(name, value.text()) != null) {
            fault(parameter.line(), "-" + parameter.text(), "stands twice", "");
        }
    }

    /// The full name of a parameter, which may be shortened as long as one name begins so.
    private @Nullable String name(ScriptToken token, List<String> parameters) {
        String given = token.text().toLowerCase(Locale.ROOT);
        List<String> fitting = new ArrayList<>();
        for (List<String> known : List.of(parameters, IGNORED, SWITCHES)) {
            if (known.contains(given)) {
                return given;
            }
            known.stream().filter(one -> one.startsWith(given)).forEach(fitting::add);
        }
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        fault(
                token.line(),
                "-" + token.text(),
                fitting.isEmpty()
                        ? "is no parameter of this cmdlet"
                        : "may be " + String.join(", ", fitting),
                "");
        return null;
    }

    private void takeRecord(CmdletCall call) {
        IpAddress address = call.required("CustomerAddress", IpAddress::parse);
        Integer vsid = call.required("VirtualSubnetID", VSID);
        Mac mac = call.required("MACAddress", Mac::parse);
        IpAddress provider = call.required("ProviderAddress", IpAddress::parse);
        TranslationRule rule = call.required("Rule", Values.oneOf(TranslationRule.class));
        UUID rdid = call.optional("CustomerID", Values::guid);
        String name = call.optional("VMName", ScriptReader::label);
        RecordType type = call.optional("Type", Values.oneOf(RecordType.class));
        if (address == null || vsid == null || mac == null || provider == null || rule == null) {
            return;
        }
        RecordType known = type == null ? RecordType.STATIC : type;
        IpAddress named = address.isUnspecified() ? null : address;
        if (named == null && known.hasCustomerAddress()) {
            faults.add(
                    Fault.of(
                            call.path("CustomerAddress"),
                            address,
                            "must be a VM's in a record of type " + known.label()));
            return;
        }
        records.add(
                new PolicyRecord(
                        rdid,
                        name == null ? "" : name,
                        named,
                        known,
                        new PolicyRecord.Place(vsid, mac, provider, rule)));
    }

    private static String label(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException("must have no control characters");
        }
        return text;
    }

    private void takeRoute(CmdletCall call) {
        UUID rdid = call.required("RoutingDomainID", Values::guid);
        Integer vsid = call.required("VirtualSubnetID", VSID);
        IpPrefix prefix = call.required("DestinationPrefix", IpPrefix::parse);
        IpAddress nextHop = call.required("NextHop", IpAddress::parse);
        Long metric = call.optional("Metric", Values.longInteger(0, MOST_UINT));
        if (rdid == null || vsid == null || prefix == null || nextHop == null) {
            return;
        }
        if (prefix.isIpv4() != nextHop.isIpv4()) {
            faults.add(
                    Fault.of(
                            call.path("NextHop"),
                            nextHop,
                            "must be of the family of DestinationPrefix " + prefix));
            return;
        }
        routes.add(new PolicyRoute(rdid, vsid, prefix, nextHop, metric == null ? 0 : metric));
    }
}
