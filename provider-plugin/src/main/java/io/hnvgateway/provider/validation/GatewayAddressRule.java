package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.GatewayAddress;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.RecordType;
import io.hnvgateway.provider.resource.ResourceIndex.SubnetOf;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.Mac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Each gateway subnet has one gateway address of a family, all with one MAC, and no VM has the
/// gateway's address or MAC.
final class GatewayAddressRule implements Rule {
    private static final String ONE_EACH = "one address of each family in each gateway subnet";

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            List<SubnetOf> subnets = context.index().gatewaySubnets(gateway);
            List<Placed> addresses = placed(gateway);
            addresses.forEach(address -> checkAddress(context, address, subnets));
            if (subnets.isEmpty()) {
                continue;
            }
            Map<Integer, List<LookupRecord>> records = records(subnets.getFirst().network());
            for (SubnetOf target : subnets) {
                List<Placed> inside =
                        addresses.stream().filter(address -> address.isIn(target)).toList();
                checkSubnet(context, gateway, target, inside);
                checkRecords(context, target, inside, records);
            }
        }
    }

    private static List<Placed> placed(VirtualGateway gateway) {
        List<Placed> addresses = new ArrayList<>();
        for (GatewayAddress address : gateway.gatewayAddresses()) {
            String path = VirtualGatewayRule.path(gateway) + ".gatewayAddresses";
            addresses.add(new Placed(path + "[" + addresses.size() + "]", address));
        }
        return addresses;
    }

    private static Map<Integer, List<LookupRecord>> records(VirtualNetwork network) {
        Map<Integer, List<LookupRecord>> byId = new HashMap<>();
        for (LookupRecord lookup : network.lookupRecords()) {
            if (lookup.type() != RecordType.GATEWAY_WILDCARD) {
                byId.computeIfAbsent(lookup.virtualSubnetId(), key -> new ArrayList<>())
                        .add(lookup);
            }
        }
        return byId;
    }

    private static void checkAddress(Context context, Placed address, List<SubnetOf> subnets) {
        Mac mac = address.mac();
        if (mac != null && !mac.isUnicast()) {
            context.fault(address.path() + ".macAddress", mac, "must be a unicast MAC address");
        }
        if (subnets.stream().noneMatch(address::isIn) && !subnets.isEmpty()) {
            context.fault(
                    address.path() + ".ipAddress",
                    address.ip(),
                    "must be a host address of a gateway subnet");
        }
    }

    private static void checkSubnet(
            Context context, VirtualGateway gateway, SubnetOf target, List<Placed> inside) {
        String subnet = target.subnet().resourceId() + " " + target.subnet().prefixText();
        if (inside.isEmpty()) {
            context.fault(
                    VirtualGatewayRule.path(gateway) + ".gatewayAddresses",
                    "",
                    "has none in gateway subnet " + subnet,
                    ONE_EACH);
        }
        Once<Boolean> families = new Once<>();
        Mac first = null;
        for (Placed address : inside) {
            if (families.firstUse(address.ip().isIpv4(), address.path()) != null) {
                context.fault(
                        address.path(),
                        address.ip(),
                        "is the second in gateway subnet " + subnet,
                        ONE_EACH);
            }
            Mac mac = address.mac();
            if (mac != null && first != null && !mac.equals(first)) {
                context.fault(
                        address.path() + ".macAddress",
                        mac,
                        "is the second in gateway subnet " + subnet,
                        "the gateway has one MAC address in a subnet");
            }
            first = first == null ? mac : first;
        }
    }

    private static void checkRecords(
            Context context,
            SubnetOf target,
            List<Placed> inside,
            Map<Integer, List<LookupRecord>> records) {
        Integer id = target.subnet().virtualSubnetId();
        if (id == null) {
            return;
        }
        for (LookupRecord lookup : records.getOrDefault(id, List.of())) {
            String path = Context.path(target.network(), lookup);
            for (Placed address : inside) {
                if (address.ip().equals(lookup.customerAddress())) {
                    context.fault(
                            path + ".customerAddress",
                            address.ip(),
                            "is that of " + address.path());
                }
                if (Objects.equals(address.mac(), lookup.macAddress())) {
                    context.fault(
                            path + ".macAddress",
                            lookup.macAddress(),
                            "is that of " + address.path());
                }
            }
        }
    }

    /// A gateway address and where it stands.
    private record Placed(String path, GatewayAddress address) {
        IpAddress ip() {
            return address.ipAddress();
        }

        @Nullable Mac mac() {
            return address.macAddress();
        }

        boolean isIn(SubnetOf target) {
            return target.subnet().isHostAddress(ip());
        }
    }
}
