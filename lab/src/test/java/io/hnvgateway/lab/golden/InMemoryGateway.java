package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.dataplane.port.InMemoryPort;

/// A whole gateway over ports in memory, for tests of other packages.
public final class InMemoryGateway implements AutoCloseable {
    private final InMemoryPorts ports;
    private final GatewayUnderTest gateway;

    public InMemoryGateway(CaseConfig config) {
        ports = new InMemoryPorts(config);
        gateway = new GatewayUnderTest(config, ports);
    }

    public void apply(JsonNode desiredState) {
        gateway.apply(desiredState);
    }

    /// A frame arrives now and is worked on at once.
    public void receive(String portName, byte[] frame) {
        gateway.receive(portName, frame);
    }

    /// The clock runs to a time, no step longer than 50 ms, while the worker makes its rounds.
    public void runTo(long timeNs) {
        gateway.runTo(timeNs);
    }

    /// The clock moves on, and nothing is done.
    public void letPass(long timeNs) {
        gateway.letPass(timeNs);
    }

    public long nowNs() {
        return gateway.nowNs();
    }

    public InMemoryPort port(String name) {
        return ports.ports().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    public FrameAccounts accounts() {
        return gateway.accounts();
    }

    public int framesInUse() {
        return ports.framesInUse();
    }

    public GatewayCore core() {
        return gateway.core();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
