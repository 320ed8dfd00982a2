package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.util.List;

/// Where the program sends the frames of each link: its map `links`. A packet whose link is absent
/// goes up to a worker. Owner: one thread at a time.
public final class LinkInterfaces {
    private final BpfMap links;
    private final FlowExecution execution;
    private final List<NetDevice> devices;

    /// @param devices in the order of the port indexes
    public LinkInterfaces(XdpProgram program, FlowExecution execution, List<NetDevice> devices) {
        links = program.map("links");
        this.execution = execution;
        this.devices = List.copyOf(devices);
    }

    /// Enters the links of all ports.
    public void enterAll() {
        for (int port = 0; port < devices.size(); port++) {
            enter(port, true);
        }
    }

    /// Enters all links of a port, or removes them.
    void enter(int port, boolean present) {
        byte[] device = MapBytes.u32(devices.get(port).index());
        for (int link = 0; link < execution.ports().size(); link++) {
            if (execution.ports().get(link) != port) {
                continue;
            }
            if (present) {
                links.put(MapBytes.u32(link), device);
            } else {
                links.remove(MapBytes.u32(link));
            }
        }
    }
}
