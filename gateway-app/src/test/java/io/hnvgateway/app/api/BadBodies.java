package io.hnvgateway.app.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.api.Samples.Sample;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Requests that nobody can mean: by hand what breaks rules, and for each property that a sample
/// writes all the types that it is not.
final class BadBodies {
    /// @param what is wrong with it
    /// @param path behind the version
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Attempt(String what, String method, String path, byte[] body) {
        @Override
        public String toString() {
            return method + " " + path + ": " + what;
        }
    }

    private static final String OFFICE =
            """
            {'connectionType':'IPSec','outboundKiloBitsPerSecond':10000,'inboundKiloBitsPerSecond':20000,
             'ipSecConfiguration':{'authenticationMethod':'PSK','sharedSecret':'open sesame, nobody',
              'mainMode':{'diffieHellmanGroup':'Group14','integrityAlgorithm':'SHA256',
               'encryptionAlgorithm':'AES256','saLifeTimeSeconds':1234},
              'quickMode':{'perfectForwardSecrecy':'PFS2048','cipherTransformationConstant':'AES256',
               'authenticationTransformationConstant':'SHA256128','saLifeTimeSeconds':1233,
               'idleDisconnectSeconds':500,'saLifeTimeKiloBytes':2000},
              'localVpnTrafficSelector':[],
              'remoteVpnTrafficSelector':[{'ipAddressStart':'10.1.0.0','ipAddressEnd':'10.1.255.255',
               'portStart':0,'portEnd':65535,'protocolId':0}]},
             'sourceIPAddress':'203.0.113.5','destinationIPAddress':'198.51.100.77',
             'routes':[{'destinationPrefix':'10.1.0.0/16','metric':10}]}\
            """;
    private static final String PEER =
            """
            {'peerIpAddress':'10.2.255.1','asNumber':64512,'localIPAddress':'10.254.254.2',
             'holdTimeSeconds':9,'multihop':3,'families':['ipv4'],'gracefulRestartSeconds':60,
             'passive':true,'bfd':{'intervalMilliseconds':50,'multiplier':4},'maximumPrefixes':100,
             'enforceFirstAs':false,'allowOwnAs':2,'originateDefault':true}\
            """;
    private static final String MAP =
            """
            {'policyList':[{'policyType':'ModifyAttribute','matchPrefix':['10.8.0.0/16'],
             'matchCommunity':['65001:100'],'matchASNRange':['64512-64520'],'matchNextHop':['10.1.1.1'],
             'newLocalPref':200,'newMED':5,'newNextHop':'10.1.255.9','removeAllCommunities':true,
             'addCommunity':['No-Export']}],'defaultAction':'deny'}\
            """;

    /// Beside those of [Samples#ALL]: the kinds with most properties.
    static final List<Sample> RICH =
            List.of(
                    rich("/virtualGateways/base-gw/networkConnections/rich", OFFICE),
                    rich("/virtualGateways/base-gw/bgpRouters/router/bgpPeers/rich", PEER),
                    rich("/virtualGateways/base-gw/policyMaps/rich", MAP));

    private BadBodies() {}

    private static Sample rich(String path, String properties) {
        return new Sample("rich", path, properties, "", "");
    }

    /// Half characters where a text may be any: they could be kept, and never be written again.
    static void halves(Consumer<Attempt> into) {
        String address =
                "'properties':{'publicIPAllocationMethod':'Static','ipAddress':'203.0.113.12'}";
        for (String half :
                List.of(
                        "\\ud800",
                        "\\udc00",
                        "\\udc00\\ud800",
                        "a\\ud800b",
                        "\\\\\\ud800",
                        "\\ud83d\\\\\\ude00",
                        "\u00ed\u00a0\u0080",
                        "\u00ed\u00bf\u00bf")) {
            for (String body :
                    List.of(
                            "{'tags':{'a':'" + half + "'}," + address + "}",
                            "{'tags':{'" + half + "':'a'}," + address + "}",
                            "{'resourceMetadata':{'client':'" + half + "'}," + address + "}",
                            "{'resourceMetadata':{'" + half + "':{}}," + address + "}")) {
                byte[] bytes = body.replace('\'', '"').getBytes(ISO_8859_1);
                into.accept(
                        new Attempt(
                                BadTexts.printable(half) + body,
                                "PUT",
                                "/publicIPAddresses/half",
                                bytes));
                byte[] list =
                        ("{'publicIPAddresses':[{'resourceId':'half'," + body.substring(1) + "]}")
                                .replace('\'', '"')
                                .getBytes(ISO_8859_1);
                into.accept(
                        new Attempt(BadTexts.printable(half) + body, "PUT", "/desiredState", list));
            }
        }
    }

    /// Each value in the properties of a sample in the place of one of another type, each property
    /// twice, and each beside one that is unknown.
    static List<Attempt> mutations(Sample sample) {
        List<Attempt> all = new ArrayList<>();
        JsonNode whole = tree(sample.body());
        List<String> places = new ArrayList<>();
        places(whole.path("properties"), "/properties", places);
        for (String place : places) {
            for (String other : others(whole.at(place))) {
                if (isGood(place, other)) {
                    continue;
                }
                all.add(
                        mutation(
                                sample,
                                place + " is " + shortened(other),
                                replaced(whole, place, tree(other))));
            }
            if (whole.at(place.substring(0, place.lastIndexOf('/'))).isObject()) {
                all.add(
                        mutation(
                                sample,
                                place + " twice",
                                replaced(whole, twin(place), whole.at(place))));
            }
        }
        return all;
    }

    /// A credential may be long, and 1.5 is a way to write the number of an AS.
    private static boolean isGood(String place, String other) {
        return (place.endsWith("/value") && other.length() > 1000)
                || (place.endsWith("/asNumber") && other.equals("1.5"));
    }

    private static Attempt mutation(Sample sample, String what, JsonNode body) {
        return new Attempt(what, "PUT", sample.path(), JsonText.compact(body));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /// Another spelling of the last name.
    private static String twin(String place) {
        int slash = place.lastIndexOf('/') + 1;
        String name = place.substring(slash);
        String upper = name.toUpperCase(Locale.ROOT);
        return place.substring(0, slash)
                + (upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper);
    }

    private static void places(JsonNode node, String at, List<String> into) {
        switch (node) {
            case ObjectNode object ->
                    object.properties()
                            .forEach(e -> {
                                into.add(at + "/" + e.getKey());
                                places(e.getValue(), at + "/" + e.getKey(), into);
                            });
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    into.add(at + "/" + i);
                    places(list.get(i), at + "/" + i, into);
                }
            }
            default -> {}
        }
    }

    /// Numbers and booleans may come as texts, and null is as good as absent.
    private static List<String> others(JsonNode value) {
        String long64 = "9".repeat(64);
        return switch (value) {
            case ArrayNode _ -> List.of("7", "\"x\"", "true", "{\"a\":1}", "[7.5,[]]");
            case ObjectNode _ -> List.of("7", "\"x\"", "false", "[1]");
            case JsonNode n when n.isNumber() ->
                    List.of("\"x\"", "{}", "[]", "[1]", "-1", "1.5", "1e400", long64, "-" + long64);
            case JsonNode n when n.isBoolean() -> List.of("\"x\"", "{}", "[]", "2");
            default ->
                    List.of(
                            "{}",
                            "[]",
                            "{\"a\":{}}",
                            "\"\\u0000\"",
                            "\"%s\"".formatted("x".repeat(60_000)));
        };
    }

    private static JsonNode replaced(JsonNode whole, String place, JsonNode value) {
        JsonNode copy = whole.deepCopy();
        int slash = place.lastIndexOf('/');
        String name = place.substring(slash + 1);
        switch (copy.at(place.substring(0, slash))) {
            case ObjectNode object -> object.set(name, value);
            case ArrayNode list -> list.set(Integer.parseInt(name), value);
            default -> throw new AssertionError(place);
        }
        return copy;
    }

    static JsonNode tree(String text) {
        try {
            return JsonText.parse(text.getBytes(UTF_8));
        } catch (FaultsException e) {
            throw new AssertionError(text, e);
        }
    }

    /// References that lead in circles, to themselves, to another kind or to nothing.
    static void references(Consumer<Attempt> into) {
        String network = "/virtualNetworks/base/subnets/gw";
        for (String wrong :
                List.of(
                        "/virtualGateways/loop",
                        "/virtualGateways/loop/bgpRouters/r",
                        "/virtualNetworks/base",
                        "/virtualNetworks/base/subnets/nobody",
                        "/virtualNetworks/nobody/subnets/gw",
                        "/loadBalancers/nat",
                        "/publicIPAddresses/pip",
                        "virtualNetworks",
                        "/",
                        "//",
                        "",
                        "/virtualNetworks/base/subnets/gw/",
                        "/virtualNetworks/../virtualNetworks/base/subnets/gw",
                        "/virtualNetworks/base%2fsubnets/gw",
                        "https://elsewhere.example/virtualNetworks/base/subnets/gw",
                        "/networking/v9/virtualNetworks/base/subnets/gw",
                        "/virtualNetworks/base/subnets/gw".repeat(500))) {
            String reference = "{'resourceRef':'" + wrong + "'}";
            put(
                    into,
                    "/virtualGateways/loop",
                    "{'gatewaySubnets':["
                            + reference
                            + "],'gatewayAddresses':[{'ipAddress':'10.254.254.3'}]}");
            put(
                    into,
                    "/loadBalancers/loop",
                    "{'frontendIPConfigurations':[{'resourceId':'f','properties':{'publicIPAddress':"
                            + reference.replace("/publicIPAddresses/pip", "/credentials/pip")
                            + "}}]}");
            put(
                    into,
                    "/virtualNetworks/base/subnets/vms",
                    "{'addressPrefix':'10.0.0.0/24','virtualSubnetId':8001,'routeTable':"
                            + reference
                            + "}");
            put(
                    into,
                    "/virtualGateways/base-gw/bgpRouters/router/bgpPeers/loop",
                    "{'peerIpAddress':'10.0.0.70','extAsNumber':'0.65001','policyMapIn':"
                            + reference
                            + "}");
            put(
                    into,
                    "/networkInterfaces/loop",
                    "{'ipConfigurations':[{'resourceId':'a','properties':{'privateIPAddress':'10.0.0.70','subnet':"
                            + reference.replace(network, network + "x")
                            + "}}]}");
            put(
                    into,
                    "/gatewayPools/loop",
                    "{'type':'All','ipConfiguration':{'publicIPAddresses':["
                            + reference.replace("/publicIPAddresses/pip", "/gatewayPools/loop")
                            + "]}}");
            put(into, "/gateways/loop", "{'pool':" + reference + "}");
        }
        document(
                into,
                "pools and gateways that name each other",
                "{'gatewayPools':[{'resourceId':'p','properties':{'type':'All','ipConfiguration':{'greVipSubnets':[{'resourceRef':'/gateways/g'}]}}}],"
                        + "'gateways':[{'resourceId':'g','properties':{'pool':{'resourceRef':'/gatewayPools/p'}}}]}");
        document(
                into,
                "an address and a card that name each other",
                "{'publicIPAddresses':[{'resourceId':'a','properties':{'ipConfiguration':{'resourceRef':'/networkInterfaces/c'}}}],"
                        + "'networkInterfaces':[{'resourceId':'c','properties':{'ipConfigurations':[{'resourceId':'i','properties':"
                        + "{'subnet':{'resourceRef':'/networkInterfaces/c'},'publicIPAddress':{'resourceRef':'/publicIPAddresses/a'}}}]}}]}");
        document(
                into,
                "maps that name each other",
                "{'virtualGateways':[{'resourceId':'g','properties':{'policyMaps':[{'resourceId':'a','properties':"
                        + "{'policyList':[{'resourceRef':'/virtualGateways/g/policyMaps/a'}]}}]}}]}");
        document(
                into,
                "a network in itself",
                "{'virtualNetworks':[{'resourceId':'n','properties':{'virtualNetworks':[{'resourceId':'n','properties':{}}]}}]}");
    }

    private static void put(Consumer<Attempt> into, String path, String properties) {
        String body = "{\"properties\":" + properties.replace('\'', '"') + "}";
        into.accept(new Attempt(shortened(properties), "PUT", path, body.getBytes(UTF_8)));
    }

    private static void document(Consumer<Attempt> into, String what, String text) {
        byte[] body = text.replace('\'', '"').getBytes(UTF_8);
        into.accept(new Attempt(what, "PUT", "/desiredState", body));
    }

    /// Batches: all of one is refused.
    static void batches(Consumer<Attempt> into) {
        String good =
                "{'method':'PUT','resourceRef':'/publicIPAddresses/batched','body':{'properties':"
                        + "{'publicIPAllocationMethod':'Static','ipAddress':'203.0.113.12'}}}";
        for (String part :
                List.of(
                        "7",
                        "null",
                        "[]",
                        "{}",
                        "'PUT'",
                        "{'method':7,'resourceRef':'/gateways/x'}",
                        "{'method':{},'resourceRef':[]}",
                        "{'method':'POST','resourceRef':'/gateways/x'}",
                        "{'method':'PUT','resourceRef':'/gateways/x'}",
                        "{'method':'PUT','resourceRef':'/gateways/x','body':7}",
                        "{'method':'PUT','resourceRef':'/gateways','body':{'properties':{}}}",
                        "{'method':'PUT','resourceRef':'/nowhere/x','body':{'properties':{}}}",
                        "{'method':'PUT','resourceRef':'/batch','body':{'requests':[]}}",
                        "{'method':'PUT','resourceRef':'/gateways/..','body':{}}",
                        "{'method':'PUT','resourceRef':'/gateways/x/y/z/a/b/c/d/e','body':{'properties':{}}}",
                        "{'method':'PUT','resourceRef':'/accessControlLists/x','body':{'properties':{}}}",
                        "{'method':'DELETE','resourceRef':'/virtualNetworks/base'}",
                        "{'method':'DELETE','resourceRef':'/gateways/x','ifMatch':'*'}",
                        "{'method':'DELETE','resourceRef':'/gateways/x','ifMatch':7}",
                        "{'method':'DELETE','resourceRef':'/gateways/x','ifMatch':{}}",
                        "{'method':'PUT','resourceRef':'/virtualNetworks/none/subnets/x','body':{'properties':{}}}",
                        network("{'subnets':[7]}"),
                        network("{'subnets':7}"),
                        network("{'subnets':{'a':{}}}"),
                        network("{'subnets':'x'}"),
                        network(
                                "{'subnets':[],'Subnets':[{'resourceId':'s','properties':{'addressPrefix':'10.9.0.0/24','virtualSubnetId':8998}}]}"),
                        network(
                                "{'subnets':[{'resourceId':'s','properties':{'addressPrefix':'10.9.0.0/24','virtualSubnetId':8998}},{'resourceId':'S','properties':{'addressPrefix':'10.8.0.0/24','virtualSubnetId':8997}}]}"),
                        network("7"),
                        network("[]"))) {
            byte[] body =
                    ("{'requests':[" + good + "," + part + "]}").replace('\'', '"').getBytes(UTF_8);
            into.accept(new Attempt(part, "POST", "/batch", body));
        }
        for (String body :
                List.of(
                        "{'requests':{}}",
                        "{'requests':'x'}",
                        "{'requests':7}",
                        "{'requests':null}",
                        "{'Requests':{'a':1}}",
                        "{'requests':[],'more':1}",
                        "{'requests':[],'Requests':[]}")) {
            into.accept(
                    new Attempt(body, "POST", "/batch", body.replace('\'', '"').getBytes(UTF_8)));
        }
    }

    /// A network that is read only after another request of the batch has put a subnet into it.
    private static String network(String properties) {
        String space = "'addressSpace':{'addressPrefixes':['10.0.0.0/8']}";
        String all =
                properties.startsWith("{")
                        ? "{" + space + "," + properties.substring(1)
                        : properties;
        return "{'method':'PUT','resourceRef':'/virtualNetworks/fresh','body':{'properties':"
                + all
                + "}},"
                + "{'method':'PUT','resourceRef':'/virtualNetworks/fresh/subnets/t','body':{'properties':"
                + "{'addressPrefix':'10.7.0.0/24','virtualSubnetId':8999}}}";
    }

    /// Paths that lead nowhere, each with a body that would be good elsewhere.
    static void paths(Consumer<Attempt> into) {
        String subnet = Samples.ALL.get(1).body();
        String id81 = "x".repeat(81);
        for (String path :
                List.of(
                        "/nowhere/x",
                        "/virtualNetworks",
                        "/virtualNetworks/",
                        "/virtualNetworks//subnets/x",
                        "/virtualNetworks/base/nowhere/x",
                        "/virtualNetworks/base/subnets",
                        "/virtualNetworks/base/subnets/x/y/z",
                        "/virtualNetworks/base/subnets/a b",
                        "/virtualNetworks/base/subnets/" + id81,
                        "/virtualNetworks/base/subnets/ä",
                        "/virtualNetworks/base/subnets/a'b",
                        "/virtualNetworks/base/subnets/a:b",
                        "/virtualNetworks/base/subnets/%00",
                        "/virtualNetworks/base/subnets/\u0000",
                        "/virtualNetworks/base/subnets/\u202egpj",
                        "/virtualNetworks/base/subnets/\ud800",
                        "/virtualNetworks/base/subnets/..%2f",
                        "/accessControlLists/x",
                        "/accessControlLists/x/aclRules/y",
                        "/virtualNetworks/none/subnets/x",
                        "/virtualNetworks/İ/subnets/x",
                        "/networking/v8/gateways/x",
                        "/networking/v0/gateways/x",
                        "/networking/v7.2/gateways/x",
                        "/networking/v1.10/gateways/x",
                        "/networking/vI/gateways/x",
                        "/networking/v١/gateways/x",
                        "/networking//gateways/x",
                        "/networking",
                        "/networking/v1",
                        "/networking/discovery",
                        "/networking/discovery/x",
                        "/operations",
                        "/operations/x",
                        "/operationResults/x/y",
                        "/diagnostics",
                        "/diagnostics/show",
                        "/diagnostics/show/x/y",
                        "/diagnostics/nothing",
                        "/openapi.json",
                        "/docs",
                        "/docs/x",
                        "/batch",
                        "/batch/x",
                        "/desiredState/x")) {
            into.accept(new Attempt("path", "PUT", path, subnet.getBytes(UTF_8)));
        }
    }

    /// Questions with a body, and what is no answer to one.
    static void diagnostics(Consumer<Attempt> into) {
        String good = "'tenant':'contoso','source':'10.0.0.10','destination':'8.8.8.8'";
        for (String body :
                List.of(
                        "[]",
                        "7",
                        "{}",
                        "{'tenant':{},'source':'10.0.0.10','destination':'8.8.8.8'}",
                        "{'tenant':'contoso','source':7,'destination':'8.8.8.8'}",
                        "{'tenant':'contoso','source':['10.0.0.10'],'destination':'8.8.8.8'}",
                        "{'tenant':'contoso','source':'10.0.0.10/8','destination':'8.8.8.8'}",
                        "{" + good + ",'protocol':{}}",
                        "{" + good + ",'protocol':256}",
                        "{" + good + ",'protocol':-1}",
                        "{" + good + ",'destinationPort':{}}",
                        "{" + good + ",'destinationPort':'x'}",
                        "{" + good + ",'destinationPort':4294967376}",
                        "{" + good + ",'sourcePort':1.5}",
                        "{" + good + ",'sourcePort':-1}",
                        "{" + good + ",'nonsense':1}",
                        "{" + good + ",'Source':'10.0.0.11'}")) {
            into.accept(
                    new Attempt(
                            body,
                            "POST",
                            "/diagnostics/explain",
                            body.replace('\'', '"').getBytes(UTF_8)));
        }
        for (String body :
                List.of(
                        "[]",
                        "7",
                        "'x'",
                        "{'hosts':7}",
                        "{'hosts':'192.0.2.11'}",
                        "{'hosts':{'a':'192.0.2.11'}}",
                        "{'hosts':[7]}",
                        "{'hosts':[{}]}",
                        "{'hosts':[null]}",
                        "{'hosts':['nobody.example']}",
                        "{'nonsense':1}",
                        "{'hosts':[],'Hosts':[]}",
                        "{'hosts':[" + "'192.0.2.11',".repeat(64) + "'192.0.2.11']}")) {
            into.accept(
                    new Attempt(
                            shortened(body),
                            "POST",
                            "/diagnostics/probes",
                            body.replace('\'', '"').getBytes(UTF_8)));
        }
    }
}
