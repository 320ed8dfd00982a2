package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.util.List;

/// Where the program sends the frames of each link: its map `links`.
public final class LinkInterfaces {
    private LinkInterfaces() {}

    /// Enters the links, before the program is attached.
    ///
    /// @param devices in the order of the port indexes
    public static void enter(XdpProgram program, FlowExecution execution, List<NetDevice> devices) {
        BpfMap links = program.map("links");
        for (int link = 0; link < execution.ports().size(); link++) {
            NetDevice device = devices.get(execution.ports().get(link));
            links.put(MapBytes.u32(link), MapBytes.u32(device.index()));
        }
    }
}
