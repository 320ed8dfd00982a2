package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.connection.ConnectionString;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.ResourceIndex;
import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.resource.Subnet;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.Ip4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What the rules look at, and where they report.
final class Context {
    private final DesiredState state;
    private final ResourceIndex index;
    private final ConnectionString connection;
    private final HostFacts host;
    private final Set<String> unreadable;
    private final List<Fault> faults = new ArrayList<>();

    Context(DesiredStateDocument document, ConnectionString connection, HostFacts host) {
        this.state = document.state();
        this.index = new ResourceIndex(state);
        this.connection = connection;
        this.host = host;
        this.unreadable =
                document.unreadable().stream()
                        .map(path -> path.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }

    DesiredState state() {
        return state;
    }

    ResourceIndex index() {
        return index;
    }

    ConnectionString connection() {
        return connection;
    }

    HostFacts host() {
        return host;
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(String path, Object value, String rule) {
        faults.add(Fault.of(path, value, rule));
    }

    void fault(String path, Object value, String rule, String hint) {
        faults.add(Fault.of(path, value, rule, hint));
    }

    /// A reference to nothing; silent if its target stands in the document and could not be read.
    void dangling(String path, ResourceReference reference) {
        if (!unreadable.contains(pathOf(reference).toLowerCase(Locale.ROOT))) {
            fault(path, reference, "does not exist", "add it, or remove what refers to it");
        }
    }

    private static String pathOf(ResourceReference reference) {
        List<String> parts = reference.parts();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            path.append(i == 0 ? "" : ".")
                    .append(parts.get(i))
                    .append('[')
                    .append(parts.get(i + 1))
                    .append(']');
        }
        return path.toString();
    }

    /// All virtual subnet ids of the network are known: each subnet was read and has one.
    boolean knowsSubnets(VirtualNetwork network) {
        String prefix = path(network).toLowerCase(Locale.ROOT) + ".subnets[";
        return unreadable.stream().noneMatch(path -> path.startsWith(prefix))
                && network.subnets().stream()
                        .map(Subnet::virtualSubnetId)
                        .allMatch(id -> id != null);
    }

    static String path(VirtualNetwork network) {
        return "virtualNetworks[" + network.resourceId() + "]";
    }

    /// Owned by the host or the gateway itself, in words; empty if neither.
    String ownerOf(Ip4Address address) {
        if (host.providerAddresses().contains(address)
                || connection.providerAddresses().contains(address)) {
            return "the gateway's own provider address";
        }
        if (host.ownAddresses().contains(address)) {
            return "an address of the host itself";
        }
        if (connection.frontEndGateway().filter(address::equals).isPresent()) {
            return "the FrontEndGateway";
        }
        return connection.backEndGateway().filter(address::equals).isPresent()
                ? "the BackendGateway"
                : "";
    }

    /// Every address of [#ownerOf].
    List<Ip4Address> ownedAddresses() {
        List<Ip4Address> owned = new ArrayList<>(host.providerAddresses());
        owned.addAll(connection.providerAddresses());
        owned.addAll(host.ownAddresses());
        connection.frontEndGateway().ifPresent(owned::add);
        connection.backEndGateway().ifPresent(owned::add);
        return owned.stream().distinct().sorted().toList();
    }
}
