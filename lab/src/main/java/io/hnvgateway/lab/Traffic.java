package io.hnvgateway.lab;

import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import io.hnvgateway.lab.traffic.Payload;
import io.hnvgateway.lab.traffic.Station;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes the stations of a lab, all with the same server and the same payload.
final class Traffic {
    private static final int MEGABYTE = 1 << 20;

    private final Path directory;
    private final Path script;
    private final Payload payload;
    private final List<Running> servers = new ArrayList<>();

    Traffic(LabRun run) {
        this.directory = run.directory();
        this.script = run.resource(Station.class, "peer.py");
        this.payload = Payload.make(directory, "payload", MEGABYTE);
    }

    Payload payload() {
        return payload;
    }

    Station station(String name, Namespace namespace, String device, List<String> addresses) {
        Station station = new Station(name, namespace, device, script);
        servers.add(station.serve(directory, addresses, "80,443"));
        return station;
    }

    void awaitServers() {
        servers.forEach(Station::awaitReady);
    }
}
