package io.hnvgateway.app.tunnels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// charon's interface ids: each connection has one of its own, and gets the same from the next
/// process, whatever other connections there are. It comes of the connection's name; of two that
/// meet, which is one pair in two thousand million, the later one takes another and may get the
/// first after a restart: then their tunnels are set up anew. For any threads.
final class InterfaceIds {
    private final Map<String, Integer> byName = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    /// From 1.
    synchronized int of(String connection) {
        return byName.computeIfAbsent(connection, this::free);
    }

    synchronized void release(String connection) {
        Integer id = byName.remove(connection);
        if (id != null) {
            taken.remove(id);
        }
    }

    private int free(String connection) {
        for (int attempt = 0; ; attempt++) {
            int id = first31Bits(attempt + " " + connection);
            if (id != 0 && taken.add(id)) {
                return id;
            }
        }
    }

    private static int first31Bits(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(text.getBytes(UTF_8))).getInt() >>> 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
