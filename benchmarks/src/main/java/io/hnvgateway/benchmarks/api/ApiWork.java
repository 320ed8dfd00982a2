package io.hnvgateway.benchmarks.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.benchmarks.config.ConfigDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.LookupRecord;
import io.hnvgateway.provider.resource.VirtualNetwork;
import io.hnvgateway.provider.spi.GatewaySession;
import io.hnvgateway.provider.spi.RepairReport;
import io.hnvgateway.provider.spi.ResourceChange;
import io.hnvgateway.provider.spi.ResourceType;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a controller does, and how long each step takes it. One thread.
final class ApiWork implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GATEWAYS = "/networking/v1/virtualGateways/";
    private static final long PAUSE_MILLISECONDS = 10;
    private static final int PRIME = 7919;

    private final GatewaySession session;
    private final TrustedHttps https;
    private final HeldConnections held = new HeldConnections();
    private List<VirtualNetwork> networks = List.of();
    private int step;

    ApiWork(GatewaySession session, TrustedHttps https) {
        this.session = session;
        this.https = https;
    }

    /// Everything into a gateway that is empty.
    ObjectNode fill(int tenants) {
        DesiredState desired = DesiredStateReader.read(ConfigDocument.of(tenants)).state();
        networks = ResourceType.VIRTUAL_NETWORKS.in(desired);
        long startNs = System.nanoTime();
        RepairReport report = session.repair(desired);
        ObjectNode done = JSON.createObjectNode();
        done.putArray("milliseconds").add(since(startNs));
        return done.put("puts", report.puts()).put("batches", report.batches());
    }

    /// Virtual gateways of so many tenants, one after the other, each with another MAC than before.
    ///
    /// @throws IOException when one was not `Succeeded`
    ObjectNode puts(int count) throws IOException, InterruptedException {
        ObjectNode done = JSON.createObjectNode();
        ArrayNode milliseconds = done.putArray("milliseconds");
        for (int i = 0; i < count; i++) {
            step++;
            int number = some(step);
            String body = changed(number).toString();
            long startNs = System.nanoTime();
            HttpResponse<byte[]> response = https.put(GATEWAYS + ConfigDocument.name(number), body);
            milliseconds.add(since(startNs));
            mustHaveSucceeded(JSON.readTree(response.body()));
            Thread.sleep(PAUSE_MILLISECONDS);
        }
        return done;
    }

    private ObjectNode changed(int number) {
        ObjectNode gateway = ConfigDocument.gateway(number);
        ((ObjectNode) gateway.path("properties").path("gatewayAddresses").path(0))
                .put("macAddress", "02-00-5e-01-%02x-%02x".formatted(step >> 8 & 255, step & 255));
        return gateway;
    }

    private static void mustHaveSucceeded(JsonNode gateway) throws IOException {
        String state = gateway.path("properties").path("provisioningState").asText();
        if (!state.equals("Succeeded")) {
            throw new IOException(gateway.path("resourceId") + " is " + state);
        }
    }

    /// One call that moves all machines of so many tenants to other hosts.
    ObjectNode batch(int tenants) {
        step++;
        List<ResourceChange> changes = new ArrayList<>();
        for (VirtualNetwork network : networks.subList(1, tenants + 1)) {
            for (LookupRecord machine : network.lookupRecords()) {
                changes.add(ResourceChange.put(network.resourceId(), moved(machine)));
            }
        }
        long startNs = System.nanoTime();
        session.apply(changes);
        ObjectNode done = JSON.createObjectNode().put("changes", changes.size());
        done.putArray("milliseconds").add(since(startNs));
        return done;
    }

    private LookupRecord moved(LookupRecord machine) {
        int at = Integer.parseInt(machine.providerAddress().toString().replaceAll(".*\\.", ""));
        return new LookupRecord(
                machine.resourceId(),
                machine.type(),
                machine.rule(),
                machine.customerAddress(),
                machine.virtualSubnetId(),
                machine.macAddress(),
                IpAddress.parse(ConfigDocument.host(at + step)));
    }

    /// So many scrapes.
    ObjectNode metrics(int times) throws IOException, InterruptedException {
        ObjectNode done = JSON.createObjectNode();
        ArrayNode milliseconds = done.putArray("milliseconds");
        byte[] page = {};
        for (int i = 0; i < times; i++) {
            long startNs = System.nanoTime();
            page = https.get("/metrics").body();
            milliseconds.add(since(startNs));
            Thread.sleep(PAUSE_MILLISECONDS);
        }
        return done.put("bytes", page.length)
                .put("lines", new String(page, StandardCharsets.UTF_8).lines().count());
    }

    /// So many connections that say nothing; most will be closed by the other end.
    ObjectNode hold(int connections) throws IOException {
        return JSON.createObjectNode().put("opened", held.open(connections));
    }

    ObjectNode release() {
        held.close();
        return JSON.createObjectNode();
    }

    /// Another one each time; not the tenant whose packets pass.
    private int some(int number) {
        return 1 + (int) ((long) number * PRIME % (networks.size() - 1));
    }

    private static double since(long startNs) {
        return (System.nanoTime() - startNs) / 1e6;
    }

    @Override
    public void close() {
        held.close();
    }
}
