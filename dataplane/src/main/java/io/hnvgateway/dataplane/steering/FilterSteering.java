package io.hnvgateway.dataplane.steering;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Steering without XDP: the filter that the packet sockets ask, and the VSID array.
public final class FilterSteering implements Steering {
    private final SteeringFilter filter;
    private final List<String> devices;
    private final VsidArray vsids;
    private SteeringPolicy current = SteeringPolicy.EMPTY;

    public FilterSteering(List<String> devices, MemorySegment vsidCompartments) {
        this.devices = List.copyOf(devices);
        this.filter = new SteeringFilter(SteeringPolicy.EMPTY, devices);
        this.vsids = new VsidArray(vsidCompartments);
    }

    public SteeringFilter filter() {
        return filter;
    }

    @Override
    public void apply(SteeringPolicy policy) {
        vsids.apply(current.vsidCompartments(), policy.vsidCompartments());
        filter.replace(policy, devices);
        current = policy;
    }

    @Override
    public SteeringPolicy current() {
        return current;
    }
}
