package io.hnvgateway.provider.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.resource.AuthenticationMethod;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.ConnectionRoute;
import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.MainMode;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.QuickMode;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.resource.VpnTrafficSelector;
import io.hnvgateway.provider.value.Labelled;
import io.hnvgateway.provider.value.SecretText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a connection to another site; its secret sealed or not at all.
final class NetworkConnectionWriter {
    private final @Nullable SecretSeal seal;
    private final String place;

    /// @param place path of the connection
    NetworkConnectionWriter(@Nullable SecretSeal seal, String place) {
        this.seal = seal;
        this.place = place;
    }

    void connection(NetworkConnection connection, ObjectNode properties) {
        properties.put("connectionType", connection.transport().type().label());
        properties.put("connectionStatus", connection.enabled() ? "Enabled" : "Disabled");
        properties.put("outboundKiloBitsPerSecond", connection.bandwidth().outboundKbps());
        properties.put("inboundKiloBitsPerSecond", connection.bandwidth().inboundKbps());
        switch (connection.transport()) {
            case IpSecConnection ipSec -> {
                endpoints(ipSec.endpoints(), properties);
                ipSec(ipSec, properties.putObject("ipSecConfiguration"));
            }
            case GreConnection gre -> {
                endpoints(gre.endpoints(), properties);
                properties.putObject("greConfiguration").put("greKey", gre.key());
            }
            case L3Connection l3 -> l3(l3, properties);
        }
        ArrayNode routes = properties.putArray("routes");
        connection.routes().forEach(route -> route(route, routes.addObject()));
        properties.put("withdrawRoutesWhileDown", connection.withdrawsRoutesWhileDown());
    }

    private static void route(ConnectionRoute route, ObjectNode node) {
        node.put("destinationPrefix", route.destinationPrefix().toString());
        node.put("metric", route.metric());
        if (route.nextHop() != null) {
            node.put("nextHop", route.nextHop().toString());
        }
        node.put("protocol", "static");
    }

    private static void endpoints(TunnelEndpoints endpoints, ObjectNode properties) {
        if (endpoints.source() != null) {
            properties.put("sourceIPAddress", endpoints.source().toString());
        }
        if (!endpoints.peers().isEmpty()) {
            properties.put("destinationIPAddress", endpoints.peers().getFirst().toString());
        }
        if (endpoints.peers().size() > 1) {
            DesiredStateWriter.texts(properties, "peerIPAddresses", endpoints.peers());
        }
    }

    private static void l3(L3Connection l3, ObjectNode properties) {
        properties.putObject("l3Configuration").putObject("vlanSubnet").put("vlanId", l3.vlanId());
        ArrayNode addresses = properties.putArray("ipAddresses");
        l3.addresses()
                .forEach(address ->
                        addresses
                                .addObject()
                                .put("ipAddress", address.ipAddress().toString())
                                .put("prefixLength", address.prefixLength()));
        DesiredStateWriter.texts(properties, "peerIPAddresses", l3.peers());
    }

    private void ipSec(IpSecConnection ipSec, ObjectNode node) {
        credential(ipSec.credential(), node);
        text(node, "localIdentity", ipSec.identities().local());
        text(node, "peerIdentity", ipSec.identities().peer());
        node.put("initiation", ipSec.behavior().initiation().label());
        node.put("initiateOnly", ipSec.behavior().initiateOnly());
        node.put("deadPeerDetectionSeconds", ipSec.behavior().deadPeerSeconds());
        node.put("forceUdpEncapsulation", ipSec.behavior().alwaysEncapsulated());
        node.put("allowWeakCryptography", ipSec.behavior().weakPermitted());
        mainMode(ipSec.mainMode(), node.putObject("mainMode"));
        quickMode(ipSec.quickMode(), node.putObject("quickMode"));
        selectors(ipSec.localSelectors(), node.putArray("localVpnTrafficSelector"));
        selectors(ipSec.remoteSelectors(), node.putArray("remoteVpnTrafficSelector"));
    }

    private void credential(ConnectionCredential credential, ObjectNode node) {
        switch (credential) {
            case ConnectionCredential.SharedSecret shared -> {
                node.put("authenticationMethod", AuthenticationMethod.PSK.label());
                secret(node, "sharedSecret", shared.secret());
            }
            case ConnectionCredential.Certificate certificate -> {
                node.put("authenticationMethod", AuthenticationMethod.CERTIFICATE.label());
                node.put("certificateChain", certificate.chain());
                secret(node, "privateKey", certificate.secret());
                node.put("trustedCertificates", certificate.authorities());
            }
        }
    }

    private void secret(ObjectNode node, String name, @Nullable SecretText secret) {
        if (seal != null && secret != null) {
            node.put(
                    PropertyReader.sealed(name),
                    seal.seal(secret, place + ".ipSecConfiguration." + name));
        }
    }

    private static void mainMode(MainMode main, ObjectNode node) {
        label(node, "diffieHellmanGroup", main.group());
        label(node, "integrityAlgorithm", main.integrity());
        label(node, "encryptionAlgorithm", main.encryption());
        node.put("saLifeTimeSeconds", main.lifetimeSeconds());
    }

    private static void quickMode(QuickMode quick, ObjectNode node) {
        label(node, "perfectForwardSecrecy", quick.forwardSecrecy());
        label(node, "cipherTransformationConstant", quick.encryption());
        label(node, "authenticationTransformationConstant", quick.integrity());
        node.put("saLifeTimeSeconds", quick.lifetimeSeconds());
        node.put("saLifeTimeKiloBytes", quick.lifetimeKilobytes());
        node.put("idleDisconnectSeconds", quick.idleSeconds());
    }

    private static void selectors(List<VpnTrafficSelector> selectors, ArrayNode list) {
        for (VpnTrafficSelector selector : selectors) {
            list.addObject()
                    .put("type", selector.addresses().first().isIpv4() ? "IPv4" : "IPv6")
                    .put("ipAddressStart", selector.addresses().first().toString())
                    .put("ipAddressEnd", selector.addresses().last().toString())
                    .put("protocolId", selector.protocol())
                    .put("portStart", selector.firstPort())
                    .put("portEnd", selector.lastPort());
        }
    }

    private static void label(ObjectNode node, String name, @Nullable Labelled value) {
        if (value != null) {
            node.put(name, value.label());
        }
    }

    private static void text(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
