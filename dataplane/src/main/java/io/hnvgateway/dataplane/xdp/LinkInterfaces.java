package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.util.List;

/// Where the program sends the frames of each link: its map `links`. A packet whose link is absent
/// goes up to a worker. Owner: one thread at a time.
public final class LinkInterfaces {
    static final int MAX_LINKS = 256;

    private static final int NO_DEVICE = 0;

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

    /// Removes the links of all ports.
    public void removeAll() {
        for (int link = 0; link < MAX_LINKS; link++) {
            set(link, NO_DEVICE);
        }
    }

    /// Removes what an earlier process entered and this one has no link for.
    public void removeOthers() {
        for (int link = execution.ports().size(); link < MAX_LINKS; link++) {
            set(link, NO_DEVICE);
        }
    }

    /// Enters all links of a port, or removes them.
    void enter(int port, boolean present) {
        int device = devices.get(port).index();
        for (int link = 0; link < execution.ports().size(); link++) {
            if (execution.ports().get(link) == port) {
                set(link, present ? device : NO_DEVICE);
            }
        }
    }

    /// Writes what differs: an entry that stands is used at this moment.
    private void set(int link, int device) {
        if (interfaceOf(links, link) == device) {
            return;
        }
        if (device == NO_DEVICE) {
            links.remove(MapBytes.u32(link));
        } else {
            links.put(MapBytes.u32(link), MapBytes.u32(device));
        }
    }

    /// The interface of a link in a map `links`, 0 if it is absent.
    static int interfaceOf(BpfMap links, int link) {
        return links.get(MapBytes.u32(link), Integer.BYTES).map(MapBytes::u32).orElse(NO_DEVICE);
    }
}
