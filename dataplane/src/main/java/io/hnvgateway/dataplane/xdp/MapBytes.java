package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Keys and values of the maps as `steering.h` lays them out.
final class MapBytes {
    static final byte[] ONE = u32(1);
    private static final int MAX_PORTS = 16;
    private static final int PORT_BYTES = 16;

    /// Bytes of all ports.
    static final int PORTS_BYTES = MAX_PORTS * PORT_BYTES;

    private MapBytes() {}

    static byte[] u32(int value) {
        return nativeBuffer(4).putInt(value).array();
    }

    static int u32(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    }

    /// An address in network order: 4 octets, or `struct address6`.
    static byte[] address(IpAddress address) {
        return address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4Bits()).array()
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }

    /// As [#address(IpAddress)] wrote it.
    static IpAddress address(byte[] bytes) {
        return address(ByteBuffer.wrap(bytes));
    }

    private static IpAddress address(ByteBuffer bytes) {
        return bytes.remaining() == 4
                ? IpAddress.ofIpv4(bytes.getInt())
                : new IpAddress(bytes.getLong(), bytes.getLong());
    }

    /// As [#prefix(IpPrefix)] wrote it.
    static IpPrefix prefix(byte[] bytes) {
        int length = u32(bytes);
        return IpPrefix.of(address(ByteBuffer.wrap(bytes, 4, bytes.length - 4)), length);
    }

    /// `struct prefix4` or `struct prefix6`.
    static byte[] prefix(IpPrefix prefix) {
        byte[] address = address(prefix.address());
        return nativeBuffer(4 + address.length).putInt(prefix.length()).put(address).array();
    }

    /// `struct port` of each device, by port index.
    ///
    /// @param links `LINK_*` of each one's untagged frames
    static byte[] ports(List<NetDevice> devices, int[] links) {
        byte[] array = new byte[PORTS_BYTES];
        ByteBuffer ports = ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
        for (int port = 0; port < devices.size(); port++) {
            NetDevice device = devices.get(port);
            byte[] mac = ByteBuffer.allocate(8).putLong(device.macAddress()).array();
            ports.putInt(device.index()).putInt(links[port]).put(mac, 2, 6).putShort((short) port);
        }
        return array;
    }

    /// Interface of a port in what [#ports] wrote; 0: there is none.
    static int interfaceOf(byte[] ports, int port) {
        return port(ports, port).getInt();
    }

    /// As [#interfaceOf], `LINK_*` of its untagged frames.
    static int untaggedLink(byte[] ports, int port) {
        return port(ports, port).position(4).getInt();
    }

    private static ByteBuffer port(byte[] ports, int port) {
        return ByteBuffer.wrap(ports, port * PORT_BYTES, PORT_BYTES)
                .slice()
                .order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer nativeBuffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
