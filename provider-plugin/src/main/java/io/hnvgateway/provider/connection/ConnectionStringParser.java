package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.NearestName;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Text → [ConnectionString], or every fault of the text.
final class ConnectionStringParser {
    private static final int LENGTH_LIMIT = 65_536;

    private final String text;
    private final Complaints complaints;
    private final Map<ConnectionKey<?>, Object> values = new HashMap<>();
    private final Map<ConnectionKey<?>, Pair> seen = new HashMap<>();

    ConnectionStringParser(String text) {
        this.text = text;
        this.complaints = new Complaints(text);
    }

    ConnectionString parse(boolean forGateway) throws FaultsException {
        if (text.length() > LENGTH_LIMIT) {
            throw new FaultsException(
                    List.of(
                            new Fault(
                                    "connection string",
                                    "",
                                    "must be at most 65536 characters",
                                    "")));
        }
        new Lexer(text, complaints).pairs().forEach(this::take);
        checkTogether();
        checkCores();
        checkCertificate();
        if (forGateway) {
            checkGateway();
        }
        if (!complaints.isEmpty()) {
            throw new FaultsException(complaints.faults());
        }
        return new ConnectionString(values);
    }

    private void take(Pair pair) {
        ConnectionKey<?> key = known(pair.key());
        if (key == null) {
            complaints.add(
                    pair.key(), pair.keyOffset(), "is not a known key", unknownHint(pair.key()));
            return;
        }
        Pair first = seen.putIfAbsent(key, pair);
        if (first != null) {
            complaints.add(
                    key.label(),
                    pair.keyOffset(),
                    "stands twice",
                    "first at " + complaints.place("", first.keyOffset()));
            return;
        }
        value(key, pair);
    }

    private void value(ConnectionKey<?> key, Pair pair) {
        if (pair.value().isEmpty()) {
            complaints.add(
                    key.label(),
                    pair.valueOffset(),
                    "has no value",
                    "leave the key out for its default");
            return;
        }
        try {
            values.put(key, key.parse(pair.value()));
        } catch (InvalidValueException e) {
            complaints.add(key, pair, e);
        }
    }

    private static @Nullable ConnectionKey<?> known(String written) {
        for (ConnectionKey<?> key : ConnectionKeys.ALL) {
            if (key.label().equalsIgnoreCase(written)) {
                return key;
            }
        }
        return null;
    }

    private static String unknownHint(String written) {
        List<String> names = ConnectionKeys.ALL.stream().map(ConnectionKey::label).toList();
        return NearestName.of(written, names)
                .map(name -> "did you mean " + name + "?")
                .orElse("keys are " + String.join(", ", names));
    }

    private void checkTogether() {
        boolean direct = Boolean.TRUE.equals(values.get(ConnectionKeys.DIRECT_ROUTING_MODE));
        if (direct && !seen.containsKey(ConnectionKeys.FRONT_END_SERVER_ADDRESS)) {
            Pair pair = seen.get(ConnectionKeys.DIRECT_ROUTING_MODE);
            complaints.add(
                    ConnectionKeys.DIRECT_ROUTING_MODE.label(),
                    pair == null ? 0 : pair.keyOffset(),
                    "True requires FrontEndServerAddress",
                    "the front-end address that routers point to");
        }
    }

    /// One core for each worker, where they are named.
    private void checkCores() {
        Pair pair = seen.get(ConnectionKeys.CORES);
        int workers = values.get(ConnectionKeys.WORKERS) instanceof Integer number ? number : 1;
        if (pair != null
                && values.get(ConnectionKeys.CORES) instanceof Cores cores
                && cores.choice() == Cores.Choice.BY_HAND
                && cores.byHand().size() != workers) {
            complaints.add(
                    ConnectionKeys.CORES.label(),
                    pair.valueOffset(),
                    "'%s' names %d cores, and Workers is %d"
                            .formatted(cores, cores.byHand().size(), workers),
                    "one core for each worker, or auto, or none");
        }
    }

    private void checkCertificate() {
        checkPair(ConnectionKeys.MANAGEMENT_CERTIFICATE, ConnectionKeys.MANAGEMENT_KEY);
        checkPair(ConnectionKeys.MANAGEMENT_KEY, ConnectionKeys.MANAGEMENT_CERTIFICATE);
    }

    private void checkPair(ConnectionKey<?> one, ConnectionKey<?> other) {
        Pair pair = seen.get(one);
        if (pair != null && !seen.containsKey(other)) {
            complaints.add(
                    one.label(),
                    pair.keyOffset(),
                    "requires " + other.label(),
                    "a certificate and its key belong together; without both the gateway makes its own");
        }
    }

    /// An address needs its interface among those that the gateway serves.
    private void checkAddresses() {
        Pair pair = seen.get(ConnectionKeys.ADDRESSES);
        List<String> interfaces = new ArrayList<>(interfaces(ConnectionKeys.FRONT_END_INTERFACES));
        interfaces.addAll(interfaces(ConnectionKeys.BACK_END_INTERFACES));
        Pair backendSwitch = seen.get(ConnectionKeys.BACKEND_SWITCH);
        if (backendSwitch != null) {
            interfaces.add(backendSwitch.value());
        }
        if (pair != null && values.get(ConnectionKeys.ADDRESSES) instanceof List<?> addresses) {
            addresses.stream()
                    .map(InterfaceAddress.class::cast)
                    .filter(address -> !interfaces.contains(address.interfaceName()))
                    .forEach(address ->
                            complaints.add(
                                    "Addresses",
                                    pair.valueOffset(),
                                    "'" + address + "' is on no interface of this string",
                                    "name it as FrontEndInterface or BackendInterface too"));
        }
    }

    private List<String> interfaces(ConnectionKey<List<String>> key) {
        return values.get(key) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Nothing is looked up when a gateway starts.
    private void checkManagement() {
        Pair pair = seen.get(ConnectionKeys.MANAGEMENT_ENDPOINT);
        if (pair != null
                && !seen.containsKey(ConnectionKeys.MANAGEMENT_ADDRESS)
                && values.get(ConnectionKeys.MANAGEMENT_ENDPOINT) instanceof URI endpoint
                && KeyValues.literal(endpoint).isEmpty()) {
            complaints.add(
                    ConnectionKeys.MANAGEMENT_ENDPOINT.label(),
                    pair.valueOffset(),
                    "'%s' is a name, and ManagementAddress is missing"
                            .formatted(endpoint.getHost()),
                    "name the host's address to listen at as ManagementAddress");
        }
    }

    private void checkGateway() {
        checkAddresses();
        checkManagement();
        if (!seen.containsKey(ConnectionKeys.FRONT_END_INTERFACES)) {
            complaints.add(
                    "FrontEndInterface",
                    text.length(),
                    "is missing",
                    "the interface towards the outside");
        }
        if (seen.containsKey(ConnectionKeys.BACK_END_INTERFACES)) {
            return;
        }
        Pair backendSwitch = seen.get(ConnectionKeys.BACKEND_SWITCH);
        if (backendSwitch == null) {
            complaints.add(
                    "BackendInterface",
                    text.length(),
                    "is missing",
                    "the interface of the provider network");
            return;
        }
        try {
            InterfaceName.parse(backendSwitch.value());
        } catch (InvalidValueException e) {
            complaints.add(
                    "BackendSwitch",
                    backendSwitch.valueOffset(),
                    e.rule() + " since BackendInterface is absent",
                    "name the interface of the provider network as BackendInterface");
        }
    }
}
