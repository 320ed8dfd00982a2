package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The interface that has the endpoint's address. Linux takes what is for an address of its own on
/// any interface (RFC 1122 §3.3.4.2, weak end system): what comes in elsewhere, from tenants' or
/// the provider's networks, finds nobody who listens.
record ListeningDevice(String name) {
    private static final int SOL_SOCKET = 1;
    private static final int SO_BINDTODEVICE = 25;

    /// Empty: the address is of the loopback, which nobody else reaches.
    ///
    /// @throws IOException if no interface has it
    static Optional<ListeningDevice> of(InetAddress address) throws IOException {
        if (address.isLoopbackAddress()) {
            return Optional.empty();
        }
        NetworkInterface device = NetworkInterface.getByInetAddress(address);
        if (device == null) {
            throw new IOException(address.getHostAddress() + " is no address of this host");
        }
        if (!Epoll.isAvailable()) {
            throw new IOException(
                    "cannot listen on " + device.getName() + " alone", Epoll.unavailabilityCause());
        }
        return Optional.of(new ListeningDevice(device.getName()));
    }

    void bind(ServerBuilder server) {
        byte[] bytes = name.getBytes(UTF_8);
        var option =
                new RawUnixChannelOption(
                        "SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, bytes.length);
        server.channelOption(option, ByteBuffer.wrap(bytes));
    }
}
