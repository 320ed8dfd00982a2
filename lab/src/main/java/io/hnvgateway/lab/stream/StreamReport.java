package io.hnvgateway.lab.stream;

import io.hnvgateway.lab.netns.LabException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What came of the streams of a run.
///
/// @param datagrams by name and direction: `nat up` is what the caller sent
public record StreamReport(Map<String, Datagrams> datagrams, Map<String, Connection> connections) {
    public StreamReport {
        datagrams = Collections.unmodifiableMap(new LinkedHashMap<>(datagrams));
        connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
    }

    /// What the caller of a datagram stream sent.
    public Datagrams up(String name) {
        Datagrams up = datagrams.get(name + " up");
        if (up == null) {
            throw new LabException("no datagrams " + name);
        }
        return up;
    }

    public Connection connection(String name) {
        Connection connection = connections.get(name);
        if (connection == null) {
            throw new LabException("no connection " + name);
        }
        return connection;
    }
}
