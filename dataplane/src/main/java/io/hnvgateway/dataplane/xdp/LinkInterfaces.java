package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import java.util.List;
import java.util.Set;

/// Where the program sends the frames of each link: its map `links`. Frames for a link that is not
/// in there go up to the workers, who send by any device.
public final class LinkInterfaces {
    private LinkInterfaces() {}

    /// Enters the links.
    ///
    /// @param devices in the order of the port indexes
    /// @param open devices that take frames from the program
    public static void enter(
            XdpProgram program,
            FlowExecution execution,
            List<NetDevice> devices,
            Set<NetDevice> open) {
        BpfMap links = program.map("links");
        for (int link = 0; link < execution.ports().size(); link++) {
            NetDevice device = devices.get(execution.ports().get(link));
            if (open.contains(device)) {
                links.put(MapBytes.u32(link), MapBytes.u32(device.index()));
            }
        }
    }
}
