package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringState;
import io.hnvgateway.dataplane.steering.VsidArray;
import io.hnvgateway.dataplane.sys.NetDevice;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// Steering by the XDP program's maps; each change writes only what differs.
public final class XdpSteering implements Steering {
    private final SteeringState state;
    private final SteeringMaps maps;
    private boolean portsWritten;

    /// Over maps that hold nothing.
    ///
    /// @param devices in the order of the port indexes
    public XdpSteering(
            XdpProgram program, List<NetDevice> devices, MemorySegment vsidCompartments) {
        maps = new SteeringMaps(program, devices, new VsidArray(vsidCompartments));
        state = new SteeringState();
    }

    private XdpSteering(SteeringMaps maps) {
        this.maps = maps;
        state = maps.read();
        portsWritten = true;
    }

    /// Over maps that an earlier process wrote: its policy is in force until another is applied.
    ///
    /// @param devices in the order of the port indexes
    public static XdpSteering adopt(
            XdpProgram program, List<NetDevice> devices, MemorySegment vsidCompartments) {
        return new XdpSteering(new SteeringMaps(program, devices, new VsidArray(vsidCompartments)));
    }

    @Override
    public void apply(SteeringChange change) {
        state.apply(change, maps);
        if (!portsWritten && change.ports() == null) {
            maps.ports(Map.of());
        }
        portsWritten = true;
    }

    @Override
    public SteeringState state() {
        return state;
    }
}
