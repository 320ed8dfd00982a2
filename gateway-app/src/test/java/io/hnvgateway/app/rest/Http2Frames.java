package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client of HTTP/2 that writes whatever frames it likes (RFC 9113 §4.1).
final class Http2Frames implements AutoCloseable {
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int HEADER_BYTES = 9;
    private static final int BUFFER_BYTES = 16 << 10;

    private final SSLSocket socket;
    private final OutputStream out;
    private final Thread reader;
    private volatile boolean ended;

    /// @param socket connected, its handshake yet to come
    Http2Frames(SSLSocket socket) throws IOException {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        this.reader = Thread.ofVirtual().start(this::readAll);
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        send(SETTINGS, 0, 0);
    }

    private void readAll() {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            // that is an end, too
        }
        ended = true;
    }

    void send(int type, int flags, int stream, byte... payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
    }

    void flush() throws IOException {
        out.flush();
    }

    /// `GET /x`, of RFC 7541's static table and a literal.
    ///
    /// @param authority as `127.0.0.1:8443`
    static byte[] get(String authority) {
        byte[] host = authority.getBytes(US_ASCII);
        return ByteBuffer.allocate(host.length + 8)
                .put(new byte[] {(byte) 0x82, (byte) 0x87, 0x04, 2, '/', 'x', 0x01})
                .put((byte) host.length)
                .put(host)
                .array();
    }

    /// Whether the endpoint has closed it.
    boolean isEnded() {
        return ended;
    }

    /// Waits for the endpoint to close it.
    boolean ends(long millis) throws InterruptedException {
        reader.join(Duration.ofMillis(millis));
        return ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
