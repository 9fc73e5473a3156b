package io.hypha.devnet.rpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, bounds what comes, and hands requests to virtual threads. */
public final class RpcServer implements AutoCloseable {

    static final int MAX_CONNECTIONS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final int IDLE_HTTP_SECONDS = 60;
    private static final int MAX_HEADER_BYTES = 16 << 10;

    private final EventLoopGroup events =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Channel listening;

    private RpcServer(String address, int port, Dispatcher dispatcher) throws IOException {
        InetSocketAddress local = resolve(address, port);
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(events)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(32 << 10, 64 << 10))
                        .childHandler(pipeline(dispatcher, new Access(address, local)));
        var bound = server.bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDown();
            throw new IOException(
                    "cannot listen on "
                            + address
                            + " port "
                            + port
                            + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
    }

    /**
     * Listens.
     *
     * @param port 0 picks a free one
     * @throws IOException when the address is not this machine's or the port is taken
     */
    public static RpcServer listen(String address, int port, RpcMethods methods)
            throws IOException {
        return listen(address, port, methods.all());
    }

    static RpcServer listen(String address, int port, Methods methods) throws IOException {
        return new RpcServer(address, port, new Dispatcher(methods));
    }

    private static InetSocketAddress resolve(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private ChannelInitializer<SocketChannel> pipeline(Dispatcher dispatcher, Access access) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                if (open.size() >= MAX_CONNECTIONS) {
                    LOG.info(
                            "{} connections are open; refusing one from {}",
                            open.size(),
                            channel.remoteAddress());
                    var _ = channel.close();
                    return;
                }
                open.add(channel);
                channel.pipeline()
                        .addLast(new ReadTimeoutHandler(IDLE_HTTP_SECONDS))
                        .addLast(new HttpServerCodec(4096, MAX_HEADER_BYTES, 8192))
                        .addLast(new BoundedBody())
                        .addLast(new HttpRpcHandler(dispatcher, access, workers));
            }
        };
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        open.close().awaitUninterruptibly();
        shutDown();
    }

    private void shutDown() {
        workers.shutdown();
        events.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /**
     * Gathers a request's body, and hangs up on one that is too long instead of reading it to its
     * end.
     */
    private static final class BoundedBody extends HttpObjectAggregator {

        BoundedBody() {
            super(Json.MAX_REQUEST_BYTES, true);
        }

        @Override
        protected void handleOversizedMessage(
                ChannelHandlerContext context, HttpMessage oversized) {
            FullHttpResponse tooLarge =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            Unpooled.EMPTY_BUFFER);
            HttpUtil.setContentLength(tooLarge, 0);
            HttpUtil.setKeepAlive(tooLarge, false);
            var _ = context.writeAndFlush(tooLarge).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
