package io.hnvgateway.dataplane.steering;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Steering without XDP: the filter that the packet sockets ask, and the VSID array.
public final class FilterSteering implements Steering {
    private final SteeringState state = new SteeringState();
    private final SteeringIndex index;
    private final SteeringFilter filter;

    public FilterSteering(List<String> devices, MemorySegment vsidCompartments) {
        index = new SteeringIndex(devices, new VsidArray(vsidCompartments));
        filter = new SteeringFilter(index);
    }

    public SteeringFilter filter() {
        return filter;
    }

    @Override
    public void apply(SteeringChange change) {
        state.apply(change, index);
    }

    @Override
    public SteeringState state() {
        return state;
    }
}
