package io.hnvgateway.lab.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.lab.netns.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;

/// The desired state of the lab (`tenants.json`), changed step by step as a controller would. Not
/// thread-safe.
public final class DesiredState {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;
    private final Set<Feature> off;

    private DesiredState(ObjectNode root, Set<Feature> off) {
        this.root = root;
        this.off = off;
    }

    /// All tenants complete, without the features that are switched off.
    public static DesiredState complete(Set<Feature> off) {
        try (InputStream in =
                DesiredState.class.getResourceAsStream("/io/hnvgateway/lab/tenants.json")) {
            ObjectNode root = (ObjectNode) JSON.readTree(in);
            DesiredState state =
                    new DesiredState(
                            root,
                            off.isEmpty() ? EnumSet.noneOf(Feature.class) : EnumSet.copyOf(off));
            state.switchOff();
            return state;
        } catch (IOException e) {
            throw new LabException("cannot read the desired state", e);
        }
    }

    private void switchOff() {
        if (off.contains(Feature.OUTBOUND_NAT)) {
            removeProperty("loadBalancers", "outboundNatRules");
        }
        if (off.contains(Feature.PORT_FORWARD)) {
            removeProperty("loadBalancers", "inboundNatRules");
        }
        if (off.contains(Feature.DIRECT_ROUTING)) {
            removeProperty("virtualGateways", "directRouting");
        }
        if (off.contains(Feature.SUBNET_ROUTING)) {
            removeNamed(records("contoso"), "data1");
        }
        if (off.contains(Feature.PREFIX_TRANSLATION)) {
            removeProperty("virtualGateways", "prefixTranslations");
        }
        if (off.contains(Feature.IP_REWRITE)) {
            for (JsonNode lookup : records("contoso")) {
                properties(lookup).put("rule", "TranslationMethodEncap");
            }
        }
        if (off.contains(Feature.REDIRECTS)) {
            for (JsonNode gateway : root.withArray("virtualGateways")) {
                properties(gateway).withObject("backEnd").put("acceptRedirects", false);
            }
        }
        if (off.contains(Feature.ISOLATION)) {
            for (JsonNode gateway : root.withArray("virtualGateways")) {
                properties(gateway).withObject("backEnd").put("sourceCheck", "off");
            }
        }
    }

    /// Whether a feature is switched off.
    public boolean lacks(Feature feature) {
        return off.contains(feature);
    }

    /// A VM moved to the host with this PA.
    public void move(String tenant, String record, String providerAddress) {
        if (off.contains(Feature.LIVE_MIGRATION)) {
            return;
        }
        for (JsonNode candidate : records(tenant)) {
            if (candidate.path("resourceId").asText().equals(record)) {
                properties(candidate).put("providerAddress", providerAddress);
                return;
            }
        }
        throw new LabException("no lookup record " + record + " in " + tenant);
    }

    /// Another VM of the tenant.
    ///
    /// @param mac with colons
    /// @param providerAddress its host's
    public void addMachine(
            String tenant,
            String record,
            String address,
            int vsid,
            String mac,
            String providerAddress) {
        records(tenant)
                .addObject()
                .put("resourceId", record)
                .putObject("properties")
                .put("customerAddress", address)
                .put("virtualSubnetId", vsid)
                .put("macAddress", mac.replace(':', '-'))
                .put("providerAddress", providerAddress);
    }

    /// A port of the tenant's external address leads to one of a VM.
    ///
    /// @param protocol `TCP` or `UDP`
    public void forwardPort(
            String tenant, String protocol, int externalPort, String address, int port) {
        for (JsonNode balancer : root.withArray("loadBalancers")) {
            if (balancer.path("resourceId").asText().equals(tenant + "-nat")) {
                addInboundRule(properties(balancer), tenant, protocol + externalPort)
                        .put("protocol", protocol)
                        .put("frontendPort", externalPort)
                        .put("backendPort", port)
                        .put("backendAddress", address);
                return;
            }
        }
        throw new LabException("no load balancer of " + tenant);
    }

    /// The tenant has a site behind GRE.
    ///
    /// @param peer outer address of the other end
    /// @param prefix what the site has
    public void connectByGre(String tenant, String id, String peer, long key, String prefix) {
        ObjectNode connection = connect(tenant, id, "GRE", prefix);
        connection.put("destinationIPAddress", peer);
        connection.putObject("greConfiguration").put("greKey", key);
    }

    /// The tenant has a site in a VLAN of the front end.
    ///
    /// @param own the gateway's address there
    /// @param router the site's, in a network of four addresses
    /// @param prefix what the site has
    public void connectByVlan(
            String tenant, String id, int vlan, String own, String router, String prefix) {
        ObjectNode connection = connect(tenant, id, "L3", prefix);
        connection.putObject("l3Configuration").putObject("vlanSubnet").put("vlanId", vlan);
        connection
                .putArray("ipAddresses")
                .addObject()
                .put("ipAddress", own)
                .put("prefixLength", 30);
        connection.putArray("peerIPAddresses").add(router);
    }

    /// The tenant has a site behind IPSec.
    ///
    /// @param peer outer address of the other end
    /// @param prefix what the site has
    /// @return the properties of the connection, which has nothing but its PSK yet
    public ObjectNode connectByIpSec(
            String tenant, String id, String peer, String psk, String prefix) {
        ObjectNode connection = connect(tenant, id, "IPSec", prefix);
        connection.put("destinationIPAddress", peer);
        connection.putObject("ipSecConfiguration").put("sharedSecret", psk);
        return connection;
    }

    private ObjectNode connect(String tenant, String id, String type, String prefix) {
        ObjectNode connection =
                gateway(tenant)
                        .withArray("networkConnections")
                        .addObject()
                        .put("resourceId", id)
                        .putObject("properties")
                        .put("connectionType", type);
        connection.putArray("routes").addObject().put("destinationPrefix", prefix);
        return connection;
    }

    /// The properties of its virtual gateway.
    public ObjectNode gateway(String tenant) {
        for (JsonNode gateway : root.withArray("virtualGateways")) {
            if (gateway.path("resourceId").asText().equals(tenant + "-gw")) {
                return properties(gateway);
            }
        }
        throw new LabException("no virtual gateway of " + tenant);
    }

    /// The properties of the gateway itself.
    public ObjectNode ownGateway() {
        if (root.path("gateways").isEmpty()) {
            root.withArray("gateways").addObject().put("resourceId", "lab").putObject("properties");
        }
        return properties(root.path("gateways").get(0));
    }

    /// Whether the tenant has another site.
    public boolean isConnected(String tenant) {
        return !gateway(tenant).path("networkConnections").isEmpty();
    }

    /// The tenant's network has a BGP router.
    ///
    /// @return its properties, which have no peers yet
    public ObjectNode addRouter(String tenant, int asn) {
        return gateway(tenant)
                .putArray("bgpRouters")
                .addObject()
                .put("resourceId", "router")
                .putObject("properties")
                .put("asNumber", asn);
    }

    /// It has none any more.
    public void forgetRouter(String tenant) {
        gateway(tenant).remove("bgpRouters");
    }

    /// The tenant has no other site any more.
    public void disconnect(String tenant) {
        gateway(tenant).remove("networkConnections");
    }

    private static ObjectNode addInboundRule(ObjectNode balancer, String tenant, String id) {
        ObjectNode rule = balancer.withArray("inboundNatRules").addObject().put("resourceId", id);
        ObjectNode properties = rule.putObject("properties");
        properties
                .putArray("frontendIPConfigurations")
                .addObject()
                .put(
                        "resourceRef",
                        "/loadBalancers/" + tenant + "-nat/frontendIPConfigurations/fe");
        return properties;
    }

    /// The tenant left: every resource of its name goes.
    public void removeTenant(String tenant) {
        String prefix = off.contains(Feature.SEPARATE_REMOVAL) ? "" : tenant;
        for (JsonNode collection : root) {
            Iterator<JsonNode> resources = collection.elements();
            while (resources.hasNext()) {
                if (resources.next().path("resourceId").asText().startsWith(prefix)) {
                    resources.remove();
                }
            }
        }
    }

    /// As JSON; a copy.
    public ObjectNode document() {
        return root.deepCopy();
    }

    void write(Path file) {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }

    private ArrayNode records(String tenant) {
        for (JsonNode network : root.withArray("virtualNetworks")) {
            if (network.path("resourceId").asText().equals(tenant)) {
                return properties(network).withArray("lookupRecords");
            }
        }
        throw new LabException("no virtual network " + tenant);
    }

    private void removeProperty(String collection, String property) {
        for (JsonNode resource : root.withArray(collection)) {
            properties(resource).remove(property);
        }
    }

    private static void removeNamed(ArrayNode resources, String id) {
        Iterator<JsonNode> all = resources.elements();
        while (all.hasNext()) {
            if (all.next().path("resourceId").asText().equals(id)) {
                all.remove();
            }
        }
    }

    private static ObjectNode properties(JsonNode resource) {
        return ((ObjectNode) resource).withObject("properties");
    }
}
