package io.hnvgateway.dataplane.xdp;

import java.util.List;

/// What the XDP program must know to execute flow entries itself.
///
/// @param seed secret of the flow tables' hash, as `FlowTable` has it
/// @param ports by index of a link, as adjacencies name it: the index of the port that it lies on
public record FlowExecution(long seed, List<Integer> ports) {
    private static final int MAX_LINKS = 256;

    public FlowExecution {
        ports = List.copyOf(ports);
        if (ports.size() > MAX_LINKS) {
            throw new IllegalArgumentException("ports: must be at most " + MAX_LINKS);
        }
    }
}
