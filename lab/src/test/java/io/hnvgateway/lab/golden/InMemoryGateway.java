package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.dataplane.port.InMemoryPort;
import java.util.Random;

/// A whole gateway over ports in memory, for tests of other packages.
public final class InMemoryGateway implements AutoCloseable {
    private final InMemoryPorts ports;
    private final GatewayUnderTest gateway;

    /// Starts one.
    ///
    /// @param workers at least 1; frames arrive at them in an order of the seed's
    public InMemoryGateway(CaseConfig config, int workers) {
        ports = new InMemoryPorts(config, workers);
        Random random = new Random(config.seed());
        gateway = new GatewayUnderTest(config, ports, random::nextInt);
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
