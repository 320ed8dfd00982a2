package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.Proposal;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.diff.Change;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.policy.HostPolicies;
import io.hnvgateway.provider.policy.HostPolicy;
import io.hnvgateway.provider.policy.PolicyImport;
import io.hnvgateway.provider.policy.PolicyJson;
import io.hnvgateway.provider.policy.PolicyScript;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The hosts' policy for this gateway, and what administrators have of theirs in scripts.
///
/// @param providerAddresses the gateway's own
public record PolicyRequests(
        DesiredStateApplier applier, Supplier<? extends Collection<IpAddress>> providerAddresses) {

    /// From now on they are answered.
    public void serve(FurtherRequests requests) {
        requests.add("export-policy", this::export);
        requests.add("import-policy", this::read);
    }

    private JsonNode export(JsonNode request) throws ControlException {
        try {
            String rdid = request.path("rdid").asText("");
            HostPolicy policy =
                    HostPolicies.of(
                            applier.applied().state(),
                            providerAddresses.get(),
                            rdid.isEmpty() ? null : rdid(rdid));
            return request.path("format").asText().equals("powershell")
                    ? JsonNodeFactory.instance.textNode(PolicyScript.write(policy))
                    : PolicyJson.write(policy);
        } catch (FaultsException e) {
            throw refused(e);
        }
    }

    private static UUID rdid(String text) throws ControlException {
        try {
            return Values.guid(text);
        } catch (InvalidValueException e) {
            throw new ControlException("rdid: " + text + ": " + e.getMessage());
        }
    }

    private JsonNode read(JsonNode request) throws ControlException {
        try {
            PolicyScript script = PolicyScript.read(request.path("script").asText());
            VirtualNetwork network = network(request.path("network").asText());
            Set<IpAddress> gateways = gateways(applier.applied().state(), network);
            Outcome outcome =
                    applier.edit(
                            current ->
                                    change(
                                            current.resource(network.reference())
                                                            instanceof VirtualNetwork now
                                                    ? now
                                                    : null,
                                            gateways,
                                            script.policy()),
                            ChangeOrigin.LOCAL,
                            PhaseTimes.start());
            if (outcome.isRefused()) {
                throw new FaultsException(outcome.faults());
            }
            ObjectNode result =
                    JsonNodeFactory.instance.objectNode().put("changed", outcome.changed());
            outcome.changes().stream()
                    .map(Change::toString)
                    .forEach(result.putArray("changes")::add);
            script.skipped().forEach(result.putArray("skipped")::add);
            return result;
        } catch (FaultsException e) {
            throw refused(e);
        }
    }

    private static Proposal.Change change(
            @Nullable VirtualNetwork now, Set<IpAddress> gateways, HostPolicy policy) {
        try {
            DesiredState put =
                    now == null
                            ? DesiredState.EMPTY
                            : DesiredState.EMPTY.withVirtualNetworks(
                                    List.of(PolicyImport.into(now, gateways, policy)));
            return new Proposal.Change(DesiredStateDocument.of(put), List.of());
        } catch (FaultsException e) {
            return new Proposal.Change(
                    new DesiredStateDocument(DesiredState.EMPTY, e.faults(), Set.of()), List.of());
        }
    }

    /// By its id or its RDID.
    private VirtualNetwork network(String name) throws ControlException {
        String bare = name.replaceAll("[{}]", "");
        return applier.applied().state().virtualNetworks().stream()
                .filter(one ->
                        one.resourceId().equalsIgnoreCase(name)
                                || String.valueOf(one.routingDomainId()).equalsIgnoreCase(bare))
                .findFirst()
                .orElseThrow(() ->
                        new ControlException("network: " + name + ": no such virtual network"));
    }

    private static Set<IpAddress> gateways(DesiredState state, VirtualNetwork network) {
        ResourceIndex index = new ResourceIndex(state);
        return state.virtualGateways().stream()
                .filter(gateway -> network.equals(index.networkOf(gateway)))
                .flatMap(gateway -> gateway.gatewayAddresses().stream())
                .map(GatewayAddress::ipAddress)
                .collect(Collectors.toSet());
    }

    private static ControlException refused(FaultsException e) {
        return new ControlException(
                e.faults().stream().map(Fault::toString).collect(Collectors.joining("\n")));
    }
}
