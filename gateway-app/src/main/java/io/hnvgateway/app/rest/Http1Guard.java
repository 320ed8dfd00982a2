package io.hnvgateway.app.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets nothing through to the decoder of HTTP/1.1 that [Http1Framing] does not take; stands right
/// behind TLS, and out of the way of HTTP/2. Owned by the connection's event loop.
final class Http1Guard extends ChannelInboundHandlerAdapter {
    private final OpenConnection connection;
    private final Http1Framing framing = new Http1Framing();
    private boolean refused;
    private boolean known;

    Http1Guard(OpenConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (!known && isHttp2(context)) {
            context.fireChannelRead(message);
            context.pipeline().remove(this);
            return;
        }
        known = true;
        if (refused) {
            bytes.release();
            return;
        }
        String fault = fault(bytes);
        if (fault == null) {
            context.fireChannelRead(message);
        } else {
            bytes.release();
            refused = true;
            refuse(context, fault);
        }
    }

    private static boolean isHttp2(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        return tls != null && ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }

    private @Nullable String fault(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int i = bytes.readerIndex(); i < end; i++) {
            i += framing.skip(end - i);
            if (i < end) {
                String fault = framing.next(bytes.getByte(i));
                if (fault != null) {
                    return fault;
                }
            }
        }
        return null;
    }

    /// With an answer, unless that of an earlier request is yet to come: it would stand in its
    /// place.
    private void refuse(ChannelHandlerContext context, String fault) {
        if (!connection.isQuiet()) {
            var _ = context.close();
            return;
        }
        byte[] body = RestError.body("BadRequest", fault);
        StringBuilder head = new StringBuilder("HTTP/1.1 400 Bad Request\r\n");
        for (Map.Entry<String, String> header : SecurityHeaders.ALL.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("content-type: application/json; charset=utf-8\r\nconnection: close\r\n");
        head.append("content-length: ").append(body.length).append("\r\n\r\n");
        context.writeAndFlush(Unpooled.wrappedBuffer(head.toString().getBytes(US_ASCII), body))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
