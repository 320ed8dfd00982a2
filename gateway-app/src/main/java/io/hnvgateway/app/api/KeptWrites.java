package io.hnvgateway.app.api;

import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The last writes with their answers: a request that comes again with the same id of the client's
/// gets the same answer, and `operations` tells of them. Each caller has room of its own, so that
/// none pushes out another's. Any thread.
final class KeptWrites {
    private static final int MAX_CALLERS = 64;
    private static final int MAX_WRITES = 512;

    /// Of the bodies of one caller's answers, compressed.
    private static final int MAX_BYTES = 1 << 20;

    /// A body above this is not kept; status and headers are.
    private static final int MAX_BODY_BYTES = 256 << 10;

    private final Map<String, Room> rooms = new LinkedHashMap<>(16, 0.75f, true);

    /// A write that was answered.
    ///
    /// @param id the gateway's
    /// @param clientId the client's; empty: it gave none
    /// @param digest of method, path, query and body
    record Write(
            String id,
            String caller,
            String clientId,
            String digest,
            String method,
            String resourceRef,
            Instant started,
            Instant ended,
            ApiAnswer answer) {}

    private record Kept(Write write, int bytes) {}

    private static final class Room {
        final Map<String, Kept> writes = new LinkedHashMap<>();
        final Map<String, String> byClientId = new HashMap<>();
        int bytes;
    }

    synchronized @Nullable Write byClientId(Caller caller, String clientId) {
        Room room = rooms.get(caller.name());
        String id = room == null ? null : room.byClientId.get(clientId);
        return id == null || room == null ? null : opened(room.writes.get(id));
    }

    /// Null: there is none, or none that this caller may see.
    synchronized @Nullable Write byId(Caller caller, String id) {
        Room own = rooms.get(caller.name());
        Kept kept = own == null ? null : own.writes.get(id);
        if (kept == null && caller.role() == Role.ADMINISTRATOR) {
            for (Room room : rooms.values()) {
                kept = kept == null ? room.writes.get(id) : kept;
            }
        }
        return opened(kept);
    }

    synchronized void keep(Write write) {
        byte[] body = compressed(write.answer.body());
        byte[] fitting = body.length <= MAX_BODY_BYTES ? body : new byte[0];
        Room room = rooms.computeIfAbsent(write.caller, _ -> new Room());
        room.writes.put(write.id, new Kept(with(write, fitting), fitting.length));
        room.bytes += fitting.length;
        if (!write.clientId.isEmpty()) {
            room.byClientId.put(write.clientId, write.id);
        }
        while (room.writes.size() > MAX_WRITES || room.bytes > MAX_BYTES) {
            dropEldest(room);
        }
        if (rooms.size() > MAX_CALLERS) {
            rooms.remove(rooms.keySet().iterator().next());
        }
    }

    private static void dropEldest(Room room) {
        Iterator<Kept> all = room.writes.values().iterator();
        Kept eldest = all.next();
        all.remove();
        room.bytes -= eldest.bytes;
        room.byClientId.remove(eldest.write.clientId, eldest.write.id);
    }

    private static Write with(Write write, byte[] body) {
        return new Write(
                write.id,
                write.caller,
                write.clientId,
                write.digest,
                write.method,
                write.resourceRef,
                write.started,
                write.ended,
                new ApiAnswer(write.answer.status(), write.answer.headers(), body));
    }

    private static @Nullable Write opened(@Nullable Kept kept) {
        return kept == null ? null : with(kept.write, decompressed(kept.write.answer.body()));
    }

    private static byte[] compressed(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory can be written
        }
        return bytes.toByteArray();
    }

    private static byte[] decompressed(byte[] body) {
        if (body.length == 0) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written so
        }
    }
}
