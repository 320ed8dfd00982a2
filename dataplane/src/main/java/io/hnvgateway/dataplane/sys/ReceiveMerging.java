package io.hnvgateway.dataplane.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Receive offloads that merge TCP segments (GRO, LRO). A gateway must see packets as they were
/// sent: a merged one fits neither a frame nor the next link (RFC 1812 §5.2.6 speaks of fragments
/// only).
public final class ReceiveMerging {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETHTOOL_SFLAGS = 0x26;
    private static final int ETHTOOL_GGRO = 0x2b;
    private static final int ETHTOOL_SGRO = 0x2c;
    private static final int FLAG_LRO = 1 << 15;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;

    private final int fd;
    private final MemorySegment request;
    private final MemorySegment value;

    private ReceiveMerging(int fd, MemorySegment request, MemorySegment value) {
        this.fd = fd;
        this.request = request;
        this.value = value;
    }

    /// Switches both off where the device has them.
    ///
    /// @return whether the device merges nothing now
    public static boolean switchOff(String device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            MemorySegment value = arena.allocate(8, 8);
            request.setString(0, device);
            request.set(ValueLayout.JAVA_LONG, NAME_BYTES, value.address());
            int fd = SystemCallException.check("socket", Libc.socket(AF_INET, SOCK_DGRAM, 0));
            try {
                return new ReceiveMerging(fd, request, value).switchOff();
            } finally {
                Libc.close(fd);
            }
        }
    }

    private boolean switchOff() {
        set(ETHTOOL_SGRO, 0);
        int flags = get(ETHTOOL_GFLAGS);
        if ((flags & FLAG_LRO) != 0) {
            set(ETHTOOL_SFLAGS, flags & ~FLAG_LRO);
        }
        return get(ETHTOOL_GGRO) == 0 && (get(ETHTOOL_GFLAGS) & FLAG_LRO) == 0;
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
