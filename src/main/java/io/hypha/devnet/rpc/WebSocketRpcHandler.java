package io.hypha.devnet.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client's WebSocket: each text frame is a request or a batch; answers go out as they get
 * ready.
 */
/* Netty tells a failed write by closing the channel, which channelInactive hears; its futures add nothing. */
@SuppressWarnings("FutureReturnValueIgnored")
final class WebSocketRpcHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** Requests of one client that are worked on; above it no more is read from the socket. */
    static final int MAX_IN_WORK = 64;

    /** What may wait for a client that does not read; above it the connection is closed. */
    static final int MAX_UNSENT_BYTES = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketRpcHandler.class);

    private final Dispatcher dispatcher;
    private final Executor workers;
    private final AtomicInteger inWork = new AtomicInteger();
    private volatile Connection connection = new Connection(_ -> {});

    WebSocketRpcHandler(Dispatcher dispatcher, Executor workers) {
        this.dispatcher = dispatcher;
        this.workers = workers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Channel channel = context.channel();
        connection = new Connection((ObjectNode message) -> send(channel, Json.write(message)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text ->
                    request(context.channel(), ByteBufUtil.getBytes(text.content()));
            case PingWebSocketFrame ping ->
                    context.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame close ->
                    context.writeAndFlush(close.retain()).addListener(_ -> context.close());
            default -> close(context, WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
        }
    }

    private void request(Channel channel, byte[] text) {
        if (inWork.incrementAndGet() >= MAX_IN_WORK) {
            channel.config().setAutoRead(false);
        }
        workers.execute(() -> {
            try {
                Session session = Session.on(connection);
                dispatcher.answer(text, session).ifPresent(answer -> send(channel, answer));
                session.answered();
            } finally {
                if (inWork.decrementAndGet() == MAX_IN_WORK / 2) {
                    channel.config().setAutoRead(true);
                }
            }
        });
    }

    private static void send(Channel channel, byte[] text) {
        ByteBuf buffer = Unpooled.wrappedBuffer(text);
        if (!channel.isWritable() && unsent(channel) + text.length > MAX_UNSENT_BYTES) {
            LOG.info(
                    "{} does not read what it asked for; closing its connection",
                    channel.remoteAddress());
            buffer.release();
            channel.close();
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(buffer));
    }

    private static long unsent(Channel channel) {
        return channel.bytesBeforeWritable() + channel.config().getWriteBufferLowWaterMark();
    }

    private static void close(ChannelHandlerContext context, WebSocketCloseStatus status) {
        context.writeAndFlush(new CloseWebSocketFrame(status)).addListener(_ -> context.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug(
                "WebSocket of {} fails: {}; closing it",
                context.channel().remoteAddress(),
                cause.toString());
        boolean tooBig =
                cause instanceof TooLongFrameException
                        || (cause instanceof CorruptedWebSocketFrameException corrupt
                                && corrupt.closeStatus()
                                        .equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
        if (tooBig) {
            close(context, WebSocketCloseStatus.MESSAGE_TOO_BIG);
        } else {
            context.close();
        }
    }
}
