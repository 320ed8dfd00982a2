package io.hnvgateway.benchmarks.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Connections of somebody who says nothing, from many addresses: one alone has few places.
final class HeldConnections implements AutoCloseable {
    private static final int OF_ONE_ADDRESS = 50;
    private static final int OWN_ADDRESSES = 200;
    private static final InetSocketAddress ENDPOINT = endpoint();

    private final List<SocketChannel> channels = new ArrayList<>();

    private static InetSocketAddress endpoint() {
        URI uri = URI.create(ManagedGateway.ENDPOINT);
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    /// @return how many the other end took at first
    int open(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            int source = i / OF_ONE_ADDRESS;
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(
                    new InetSocketAddress(
                            "127.1.%d.%d"
                                    .formatted(source / OWN_ADDRESSES, 1 + source % OWN_ADDRESSES),
                            0));
            channel.connect(ENDPOINT);
        }
        return channels.size();
    }

    @Override
    public void close() {
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        channels.clear();
    }
}
