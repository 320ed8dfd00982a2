package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Predicate;

/// What a device does to frames before anybody sees them, and a gateway cannot have.
///
/// Merged TCP segments (GRO, LRO) fit neither a frame nor the next link: a gateway must see packets
/// as they were sent (RFC 1812 §5.2.6 speaks of fragments only). A VLAN tag that the device takes
/// out of the frame is not in what an XDP program reads: a frame of any VLAN would pass for an
/// untagged one.
public final class ReceiveOffloads {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETHTOOL_SFLAGS = 0x26;
    private static final int ETHTOOL_GGRO = 0x2b;
    private static final int ETHTOOL_SGRO = 0x2c;
    private static final int FLAG_LRO = 1 << 15;
    private static final int FLAG_RXVLAN = 1 << 8;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;

    private final int fd;
    private final MemorySegment request;
    private final MemorySegment value;

    private ReceiveOffloads(int fd, MemorySegment request, MemorySegment value) {
        this.fd = fd;
        this.request = request;
        this.value = value;
    }

    /// Switches GRO and LRO off where the device has them.
    ///
    /// @return whether the device merges nothing now
    public static boolean mergeNothing(String device) {
        return with(device, ReceiveOffloads::stopMerging);
    }

    /// Has the device leave tags of 802.1Q in the frames.
    ///
    /// @return whether it does now
    public static boolean keepVlanTags(String device) {
        return with(device, offloads -> offloads.switchOff(FLAG_RXVLAN));
    }

    private static boolean with(String device, Predicate<ReceiveOffloads> change) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            MemorySegment value = arena.allocate(8, 8);
            request.setString(0, device);
            request.set(ValueLayout.JAVA_LONG, NAME_BYTES, value.address());
            int fd = SystemCallException.check("socket", Libc.socket(AF_INET, SOCK_DGRAM, 0));
            try {
                return change.test(new ReceiveOffloads(fd, request, value));
            } finally {
                Libc.close(fd);
            }
        }
    }

    private boolean stopMerging() {
        set(ETHTOOL_SGRO, 0);
        return switchOff(FLAG_LRO) && get(ETHTOOL_GGRO) == 0;
    }

    private boolean switchOff(int flag) {
        int flags = get(ETHTOOL_GFLAGS);
        if ((flags & flag) != 0) {
            set(ETHTOOL_SFLAGS, flags & ~flag);
        }
        return (get(ETHTOOL_GFLAGS) & flag) == 0;
    }

    /// `struct ethtool_value`: command, data. A device without the setting reads as 0.
    private int get(int command) {
        value.set(ValueLayout.JAVA_INT, 0, command);
        value.set(ValueLayout.JAVA_INT, 4, 0);
        int answer = Libc.ioctl(fd, SIOCETHTOOL, request.address());
        return answer < 0 ? 0 : value.get(ValueLayout.JAVA_INT, 4);
    }

    private void set(int command, int data) {
        value.set(ValueLayout.JAVA_INT, 0, command);
        value.set(ValueLayout.JAVA_INT, 4, data);
        Libc.ioctl(fd, SIOCETHTOOL, request.address());
    }
}
