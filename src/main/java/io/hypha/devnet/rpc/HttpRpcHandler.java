package io.hypha.devnet.rpc;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first word of a connection: a POST is answered, an upgrade becomes a WebSocket, all else is
 * refused.
 */
/* Netty tells a failed write by closing the channel, which channelInactive hears; its futures add nothing. */
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpRpcHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpRpcHandler.class);

    private final Dispatcher dispatcher;
    private final Access access;
    private final Executor workers;

    /** Whether a request of this connection is being answered; only the event loop looks at it. */
    private boolean busy;

    HttpRpcHandler(Dispatcher dispatcher, Access access, Executor workers) {
        this.dispatcher = dispatcher;
        this.access = access;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "this is no HTTP request");
            return;
        }
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1 || !access.allowsHost(hosts.getFirst())) {
            refuse(context, HttpResponseStatus.FORBIDDEN, "the Host header names another server");
            return;
        }
        if (!request.headers().getAll(HttpHeaderNames.ORIGIN).stream()
                .allMatch(access::allowsOrigin)) {
            refuse(context, HttpResponseStatus.FORBIDDEN, "the Origin header names a foreign page");
            return;
        }
        if (request.headers()
                .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            upgrade(context, request);
        } else {
            post(context, request);
        }
    }

    private void post(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            refuse(
                    context,
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "send JSON-RPC by POST, or as a WebSocket");
            return;
        }
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(type)) {
            refuse(
                    context,
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the Content-Type must be application/json");
            return;
        }
        if (busy) {
            LOG.debug(
                    "{} sends a request before the last one is answered; closing it",
                    context.channel());
            context.close();
            return;
        }
        busy = true;
        byte[] body = ByteBufUtil.getBytes(request.content());
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        Channel channel = context.channel();
        channel.config().setAutoRead(false);
        workers.execute(() -> {
            Optional<byte[]> answer = dispatcher.answer(body, Session.overHttp());
            HttpResponseStatus status =
                    answer.isPresent() ? HttpResponseStatus.OK : HttpResponseStatus.NO_CONTENT;
            channel.eventLoop()
                    .execute(() -> {
                        busy = false;
                        respond(
                                channel,
                                status,
                                answer.orElse(new byte[0]),
                                HttpHeaderValues.APPLICATION_JSON,
                                keepAlive);
                    });
        });
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request) {
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(
                                "ws://" + request.headers().get(HttpHeaderNames.HOST),
                                null,
                                false,
                                Json.MAX_REQUEST_BYTES)
                        .newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        WebSocketRpcHandler handler = new WebSocketRpcHandler(dispatcher, workers);
        context.pipeline()
                .addLast(new WebSocketFrameAggregator(Json.MAX_REQUEST_BYTES))
                .addLast(handler);
        handshaker
                .handshake(context.channel(), request)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        context.close();
                    }
                });
        context.pipeline().remove(ReadTimeoutHandler.class);
        context.pipeline().remove(this);
    }

    private static void refuse(
            ChannelHandlerContext context, HttpResponseStatus status, String reason) {
        byte[] text = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        respond(context.channel(), status, text, HttpHeaderValues.TEXT_PLAIN, false);
    }

    private static void respond(
            Channel channel,
            HttpResponseStatus status,
            byte[] body,
            CharSequence type,
            boolean keepAlive) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        response.headers().set("x-content-type-options", "nosniff");
        HttpUtil.setContentLength(response, body.length);
        HttpUtil.setKeepAlive(response, keepAlive);
        channel.writeAndFlush(response)
                .addListener(done -> {
                    if (keepAlive && done.isSuccess()) {
                        channel.config().setAutoRead(true);
                    } else {
                        channel.close();
                    }
                });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug(
                "HTTP connection from {} fails: {}; closing it",
                context.channel().remoteAddress(),
                cause.toString());
        context.close();
    }
}
