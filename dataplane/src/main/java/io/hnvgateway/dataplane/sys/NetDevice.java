package io.hnvgateway.dataplane.sys;

import static io.hnvgateway.dataplane.sys.SystemCallException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the kernel says of a network device at one moment. `macAddress` stands in the low 48 bits.
public record NetDevice(String name, int index, long macAddress, int mtuBytes, int receiveQueues) {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final long SIOCGIFMTU = 0x8921;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GCHANNELS = 0x3c;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;
    private static final int CHANNELS_BYTES = 36;

    /// Reads the device's state; a name without a device is an ENODEV.
    public static NetDevice of(String name) {
        if (name.isEmpty() || name.length() >= NAME_BYTES) {
            throw new SystemCallException("device '" + name + "'", Errno.ENODEV);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            request.setString(0, name);
            int index = Libc.interfaceIndex(request.address());
            if (index == 0) {
                throw new SystemCallException("device '" + name + "'", Errno.ENODEV);
            }
            int fd = check("socket", Libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
            try {
                return read(name, index, fd, request, arena.allocate(CHANNELS_BYTES, 8));
            } finally {
                Libc.close(fd);
            }
        }
    }

    private static NetDevice read(
            String name, int index, int fd, MemorySegment request, MemorySegment channels) {
        check("SIOCGIFMTU of " + name, Libc.ioctl(fd, SIOCGIFMTU, request.address()));
        int mtuBytes = request.get(ValueLayout.JAVA_INT, NAME_BYTES);
        check("SIOCGIFHWADDR of " + name, Libc.ioctl(fd, SIOCGIFHWADDR, request.address()));
        long macAddress = 0;
        for (int i = 0; i < 6; i++) {
            byte octet = request.get(ValueLayout.JAVA_BYTE, NAME_BYTES + 2 + i);
            macAddress = macAddress << 8 | (octet & 0xff);
        }
        channels.set(ValueLayout.JAVA_INT, 0, ETHTOOL_GCHANNELS);
        request.set(ValueLayout.JAVA_LONG, NAME_BYTES, channels.address());
        int answer = Libc.ioctl(fd, SIOCETHTOOL, request.address());
        return new NetDevice(name, index, macAddress, mtuBytes, answer < 0 ? 1 : queues(channels));
    }

    /// `struct ethtool_channels`: receive-only and combined channels both make receive queues.
    private static int queues(MemorySegment channels) {
        int receive = channels.get(ValueLayout.JAVA_INT, 20);
        int combined = channels.get(ValueLayout.JAVA_INT, 32);
        return Math.max(1, receive + combined);
    }
}
