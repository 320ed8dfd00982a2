package io.hnvgateway.provider.json;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Properties of MS-NCNBI that this version does not enforce, with what it would take. They are
/// refused unless they are empty: null, false, or a list, an object or a text without content.
final class Unsupported {
    private static final String ACL =
            "packet filters are not built yet; keep the tenant apart by its virtual subnets";
    private static final String TUNNEL = "write them under their virtual gateway";
    private static final String BANDWIDTH =
            "limits are built for connections only: in- and outboundKiloBitsPerSecond";
    private static final String TIMER = "set the timers of virtualGateways[].nat instead";
    private static final String BALANCING =
            "this version translates addresses and does not balance load";
    private static final String HOSTS = "it concerns the hosts, not the gateway; remove it";

    private static final Map<String, String> SENTENCES =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        put(
                ACL,
                "accessControlLists",
                "subnets.accessControlList",
                "ipConfigurations.accessControlList",
                "networkInterfaces.accessControlList",
                "accessControlList",
                "networkSecurityGroups");
        put(TUNNEL, "networkConnections", "bgpRouters", "policyMaps");
        put("write them under their BGP router", "bgpPeers", "virtualGateways.bgpPeers");
        put("the VLAN is named by vlanSubnet.vlanId", "vlanSubnet.resourceRef");
        put(BANDWIDTH, "bandwidthProfiles", "virtualGateways.bandwidthProfile");
        put(BANDWIDTH, "networkConnections.bandwidthProfile", "ipConfigurations.bandwidthProfile");
        put(BANDWIDTH, "portSettings", "networkInterfaces.portSettings");
        put(
                "the gateway is no virtual server of a controller's; remove it",
                "gateways.virtualServer");
        put(
                "name the provider address of the VM's host in its ipConfigurations",
                "networkInterfaces.server");
        put(
                TIMER,
                "publicIPAddresses.idleTimeoutInMinutes",
                "inboundNatRules.idleTimeoutInMinutes");
        put(TIMER, "outboundNatRules.idleTimeoutInMinutes");
        put(
                BALANCING,
                "loadBalancers.loadBalancingRules",
                "loadBalancers.probes",
                "loadBalancers.muxes");
        put(
                BALANCING,
                "inboundNatRules.enableFloatingIP",
                "backendAddressPools.backendIPConfigurations");
        put("name the VM's address as backendAddress", "inboundNatRules.backendIPConfiguration");
        put("only public addresses can be frontends", "frontendIPConfigurations.privateIPAddress");
        put("only public addresses can be frontends", "frontendIPConfigurations.subnet");
        put(
                "only public addresses can be frontends",
                "frontendIPConfigurations.privateIPAllocationMethod");
        put(
                BALANCING,
                "ipConfigurations.loadBalancerBackendAddressPools",
                "ipConfigurations.loadBalancerInboundNatRules");
        put(HOSTS, "subnets.serviceInsertion", "servers", "virtualServers", "macPools");
        put(
                HOSTS,
                "networkInterfaces.dnsSettings",
                "networkInterfaces.internalDnsNameLabel",
                "networkInterfaces.isHostVirtualNetworkInterface",
                "networkInterfaces.isMultitenantStack",
                "ipConfigurations.serviceInsertion");
        put(HOSTS, "virtualNetworks.dhcpOptions");
        put(
                "traffic between virtual networks is not routed",
                "virtualNetworks.virtualNetworkPeerings");
        put("the gateway does not encrypt NVGRE", "virtualNetworks.encryptionCredential");
        put("names are not served", "publicIPAddresses.dnsSettings");
    }

    private Unsupported() {}

    private static void put(String sentence, String... names) {
        for (String name : names) {
            SENTENCES.put(name, sentence);
        }
    }

    /// Null where the property is not one of MS-NCNBI that we know of. `kind` is the collection, ""
    /// at the top.
    static @Nullable String sentence(String kind, String property) {
        String name = kind.isEmpty() ? property : kind + "." + property;
        return SENTENCES.get(name.toLowerCase(Locale.ROOT));
    }
}
