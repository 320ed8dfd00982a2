package io.hnvgateway.dataplane;

import io.hnvgateway.dataplane.net.VethPeer;
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
    private final SteeringFilter filter;

    public FilterUnderTest(PortRole role) {
        filter = new SteeringFilter(TestPolicies.everything("port", role), List.of("port"));
    }

    public SteeringVerdict verdict(byte[] frame) {
        return verdict(frame, -1);
    }

    /// @param strippedTag as the kernel reports it, -1 for none
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
