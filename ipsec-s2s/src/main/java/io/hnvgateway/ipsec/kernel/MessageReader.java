package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.sa.SaParameters.Endpoints;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the parts of a body; trusts no length.
final class MessageReader {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /// Of the shortest selector on the wire.
    private static final int SELECTOR_BYTES = 5 + 2 * (1 + IPV4_BYTES);

    private final ByteBuffer body;

    MessageReader(ByteBuffer body) {
        this.body = body;
    }

    int u8() throws MalformedMessageException {
        need(Byte.BYTES);
        return Byte.toUnsignedInt(body.get());
    }

    boolean flag() throws MalformedMessageException {
        return u8() != 0;
    }

    int u16() throws MalformedMessageException {
        need(Short.BYTES);
        return Short.toUnsignedInt(body.getShort());
    }

    int u32() throws MalformedMessageException {
        need(Integer.BYTES);
        return body.getInt();
    }

    long u64() throws MalformedMessageException {
        need(Long.BYTES);
        return body.getLong();
    }

    byte[] bytes() throws MalformedMessageException {
        int length = u16();
        need(length);
        byte[] bytes = new byte[length];
        body.get(bytes);
        return bytes;
    }

    String text() throws MalformedMessageException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    IpAddress address() throws MalformedMessageException {
        int length = u8();
        return switch (length) {
            case IPV4_BYTES -> IpAddress.ofIpv4(u32());
            case IPV6_BYTES -> new IpAddress(u64(), u64());
            default -> throw new MalformedMessageException("address of " + length + " bytes");
        };
    }

    Endpoints endpoints() throws MalformedMessageException {
        return new Endpoints(address(), u16(), address(), u16(), flag());
    }

    Parties parties() throws MalformedMessageException {
        return new Parties(text(), text(), address(), u16(), address(), u16());
    }

    List<TrafficSelector> selectors() throws MalformedMessageException {
        int count = u16();
        need(count * SELECTOR_BYTES);
        List<TrafficSelector> selectors = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int protocol = u8();
            int fromPort = u16();
            int toPort = u16();
            selectors.add(new TrafficSelector(address(), address(), protocol, fromPort, toPort));
        }
        return selectors;
    }

    void end() throws MalformedMessageException {
        if (body.hasRemaining()) {
            throw new MalformedMessageException(body.remaining() + " bytes too many");
        }
    }

    private void need(int bytes) throws MalformedMessageException {
        if (body.remaining() < bytes) {
            throw new MalformedMessageException(bytes - body.remaining() + " bytes are missing");
        }
    }
}
