package io.hnvgateway.dataplane.xdp;

import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.packet.Ipv4Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Keys and values of the maps as `steering.h` lays them out.
final class MapBytes {
    static final byte[] ONE = u32(1);

    private MapBytes() {}

    static byte[] u32(int value) {
        return nativeBuffer(4).putInt(value).array();
    }

    /// An address in network order.
    static byte[] address(int bits) {
        return ByteBuffer.allocate(4).putInt(bits).array();
    }

    /// `struct prefix4`.
    static byte[] prefix(Ipv4Prefix prefix) {
        return nativeBuffer(8).putInt(prefix.length()).put(address(prefix.bits())).array();
    }

    /// `struct port`.
    static byte[] port(int index, int roles, NetDevice device) {
        byte[] mac = ByteBuffer.allocate(8).putLong(device.macAddress()).array();
        return nativeBuffer(16).putInt(index).putInt(roles).put(mac, 2, 6).array();
    }

    private static ByteBuffer nativeBuffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }
}
