package dev.peercade.peer.edge.stun;

import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/// What ice4j takes for a socket: sends through the session's one, receives what it is fed.
final class FedSocket extends IceSocketWrapper {

    private static final int QUEUE_MAX = 16;
    private static final byte[] END = {};

    private final TransportAddress local;
    private final TransportAddress server;
    private final BiConsumer<TransportAddress, byte[]> send;
    private final BlockingQueue<byte[]> received = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final DatagramSocket unbound;
    private final CountDownLatch closed = new CountDownLatch(1);

    FedSocket(TransportAddress local, TransportAddress server, BiConsumer<TransportAddress, byte[]> send)
            throws SocketException {
        this.unbound = new DatagramSocket(null);
        this.local = local;
        this.server = server;
        this.send = send;
    }

    void feed(byte[] datagram) {
        if (datagram.length > 0 && received.remainingCapacity() > 1) {
            received.offer(datagram);
        }
    }

    void awaitRelease() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void send(DatagramPacket packet) {
        send.accept(
                server,
                Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getOffset() + packet.getLength()));
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        try {
            byte[] datagram = received.take();
            if (datagram.length == 0) {
                throw new SocketException("closed");
            }
            packet.setData(datagram);
            packet.setSocketAddress(new InetSocketAddress(InetAddress.getByAddress(server.ip()), server.port()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("closed");
        }
    }

    /// Nobody needs an answer any more. The stack closes the socket itself when it lets go of it.
    void release() {
        closed.countDown();
    }

    @Override
    public void close() {
        received.offer(END);
        unbound.close();
    }

    @Override
    public InetAddress getLocalAddress() {
        try {
            return InetAddress.getByAddress(local.ip());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public int getLocalPort() {
        return local.port();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(getLocalAddress(), getLocalPort());
    }

    @Override
    @SuppressWarnings("NullAway") // ice4j asks for null where there is none
    public @Nullable Socket getTCPSocket() {
        return null;
    }

    /// By this ice4j tells UDP from TCP. It is bound to nothing and carries nothing.
    @Override
    public DatagramSocket getUDPSocket() {
        return unbound;
    }
}
