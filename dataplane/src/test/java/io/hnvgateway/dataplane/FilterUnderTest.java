package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.FilterSteering;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.SteeringFilter;
import io.hnvgateway.dataplane.steering.SteeringVerdict;
import io.hnvgateway.packet.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// [SteeringFilter] over frames as byte arrays; a read behind the frame's end is an exception.
public final class FilterUnderTest {
    private static final long VSIDS_BYTES = 4L * 8192;

    private final SteeringFilter filter;

    public FilterUnderTest(PortRole role) {
        FilterSteering steering =
                new FilterSteering(List.of("port"), Arena.ofAuto().allocate(VSIDS_BYTES, 4));
        steering.apply(TestPolicies.everything("port", role));
        filter = steering.filter();
    }

    public SteeringVerdict verdict(byte[] frame) {
        return verdict(frame, 0);
    }

    /// @param strippedTag type and tag that the kernel took out, 0 for none
    public SteeringVerdict verdict(byte[] frame, int strippedTag) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, frame.length));
            MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
            Memory.register(copy);
            try {
                return filter.verdict(
                        copy.address(), frame.length, strippedTag, 0, VethPeer.DEVICE_MAC);
            } finally {
                Memory.unregister(copy);
            }
        }
    }
}
