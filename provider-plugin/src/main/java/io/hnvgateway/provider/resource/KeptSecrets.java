package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Secrets are written only: a client that sends back what it read leaves them out, and they stay
/// as they were.
public final class KeptSecrets {
    private KeptSecrets() {}

    /// A state with the secrets that it leaves out taken from the one before.
    public static DesiredState fill(DesiredState wanted, DesiredState before) {
        DesiredState filled = withCredentials(wanted, before);
        if (filled.virtualGateways().stream().noneMatch(KeptSecrets::lacks)) {
            return filled;
        }
        Map<String, VirtualGateway> old = byId(before.virtualGateways());
        List<VirtualGateway> gateways = new ArrayList<>();
        filled.virtualGateways()
                .forEach(gateway -> gateways.add(fill(gateway, old.get(key(gateway)))));
        return filled.withVirtualGateways(gateways);
    }

    private static DesiredState withCredentials(DesiredState wanted, DesiredState before) {
        if (wanted.credentials().stream().allMatch(credential -> credential.value() != null)) {
            return wanted;
        }
        Map<String, Credential> old = byId(before.credentials());
        return wanted.withCredentials(
                wanted.credentials().stream()
                        .map(credential -> fill(credential, old.get(key(credential))))
                        .toList());
    }

    private static Credential fill(Credential wanted, @Nullable Credential before) {
        return wanted.value() != null
                        || before == null
                        || before.value() == null
                        || before.type() != wanted.type()
                ? wanted
                : wanted.withValue(before.value());
    }

    /// As [#fill(DesiredState, DesiredState)] for one gateway.
    public static VirtualGateway fill(VirtualGateway wanted, @Nullable VirtualGateway before) {
        if (before == null || !lacks(wanted)) {
            return wanted;
        }
        Map<String, NetworkConnection> old = byId(before.networkConnections());
        return wanted.withNetworkConnections(
                wanted.networkConnections().stream()
                        .map(connection -> fill(connection, old.get(key(connection))))
                        .toList());
    }

    private static NetworkConnection fill(
            NetworkConnection wanted, @Nullable NetworkConnection before) {
        if (!lacks(wanted)
                || before == null
                || !(wanted.transport() instanceof IpSecConnection now)
                || !(before.transport() instanceof IpSecConnection then)) {
            return wanted;
        }
        SecretText kept = then.credential().secret();
        boolean sameKind = now.credential().getClass() == then.credential().getClass();
        return kept == null || !sameKind
                ? wanted
                : wanted.with(now.with(now.credential().withSecret(kept)));
    }

    private static boolean lacks(VirtualGateway gateway) {
        return gateway.networkConnections().stream().anyMatch(KeptSecrets::lacks);
    }

    private static boolean lacks(NetworkConnection connection) {
        return connection.transport() instanceof IpSecConnection ipSec
                && ipSec.credential().secret() == null;
    }

    private static <T extends Resource> Map<String, T> byId(List<T> resources) {
        return resources.stream()
                .collect(Collectors.toMap(KeptSecrets::key, Function.identity(), (a, b) -> a));
    }

    private static String key(Resource resource) {
        return resource.resourceId().toLowerCase(Locale.ROOT);
    }
}
