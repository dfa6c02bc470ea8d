package dev.peercade.peer.edge.udp;

import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One DatagramChannel with a thread that reads it dry at each wake-up.
public final class DatagramPort implements UdpPort {

    private static final Logger log = LoggerFactory.getLogger(DatagramPort.class);

    /// A keyframe of 1080p in one burst, to several viewers; the system's own limit may be lower.
    private static final int SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

    /// Longer than any datagram that a peer of ours sends; the rest of a longer one is cut off, which its
    /// authentication notices.
    private static final int DATAGRAM_BYTES_MAX = 2048;

    private static final int BATCH_MAX = 64;

    private static final int ADDRESSES_MAX = 16;

    private final DatagramChannel channel;
    private final Selector selector;
    private final @Nullable InetAddress bind;
    private final int port;
    private final AtomicLong unsent = new AtomicLong();

    private DatagramPort(DatagramChannel channel, Selector selector, @Nullable InetAddress bind, int port) {
        this.channel = channel;
        this.selector = selector;
        this.bind = bind;
        this.port = port;
    }

    /// @param bind the local address, or null for all, IPv4 and IPv6
    public static DatagramPort open(@Nullable InetAddress bind, Consumer<List<Datagram>> batches) throws IOException {
        return open(DatagramChannel.open(), bind, batches);
    }

    /// The same, and nobody may cut its datagrams: what is too long for the way is lost.
    ///
    /// @param bind the local address, or null for all, IPv4 and IPv6
    public static DatagramPort openUnfragmented(@Nullable InetAddress bind, Consumer<List<Datagram>> batches)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
        } catch (IOException | UnsupportedOperationException e) {
            // Then it is measured what gets through in pieces.
            log.debug("Fragments cannot be forbidden here: {}", e.getClass().getSimpleName());
        }
        return open(channel, bind, batches);
    }

    private static DatagramPort open(
            DatagramChannel channel, @Nullable InetAddress bind, Consumer<List<Datagram>> batches) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(bind == null ? new InetSocketAddress(0) : new InetSocketAddress(bind, 0));
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            DatagramPort opened = new DatagramPort(channel, selector, bind, port);
            Thread.ofPlatform().daemon().name("peercade-udp").start(() -> opened.read(batches));
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void send(TransportAddress to, byte[] datagram) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(to.ip()), to.port());
            if (channel.send(ByteBuffer.wrap(datagram), address) == 0) {
                unsent.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            // No route, no such family, refused by a firewall: for UDP all of it is loss.
            unsent.incrementAndGet();
        }
    }

    @Override
    public long unsent() {
        return unsent.get();
    }

    @Override
    public List<TransportAddress> localAddresses() {
        if (bind != null && !bind.isAnyLocalAddress()) {
            return List.of(TransportAddress.of(bind.getAddress(), port));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(DatagramPort::isUp)
                    .flatMap(NetworkInterface::inetAddresses)
                    // Link-local IPv6 needs a scope that means nothing to the other peer.
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .map(address -> TransportAddress.of(address.getAddress(), port))
                    .distinct()
                    .sorted(Comparator.comparing(TransportAddress::isLoopback).thenComparing(TransportAddress::v6))
                    .limit(ADDRESSES_MAX)
                    .toList();
        } catch (IOException e) {
            log.warn("The network interfaces cannot be listed: {}", e.getClass().getSimpleName());
            return List.of();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            log.debug("Closing the socket failed: {}", e.getClass().getSimpleName());
        }
    }

    private void read(Consumer<List<Datagram>> batches) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
        while (channel.isOpen()) {
            try {
                selector.select();
                selector.selectedKeys().clear();
                List<Datagram> batch;
                do {
                    batch = readBatch(buffer);
                    if (!batch.isEmpty()) {
                        batches.accept(batch);
                    }
                } while (batch.size() == BATCH_MAX);
            } catch (ClosedChannelException | ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                // A port-unreachable message of an earlier datagram; consent decides what it means.
                log.debug("Reading failed: {}", e.getClass().getSimpleName());
            }
        }
    }

    private List<Datagram> readBatch(ByteBuffer buffer) throws IOException {
        List<Datagram> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX) {
            buffer.clear();
            if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                break;
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            batch.add(new Datagram(addressOf(from), bytes));
        }
        return batch;
    }

    private static TransportAddress addressOf(InetSocketAddress address) throws UnknownHostException {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            throw new UnknownHostException("a datagram has a numeric source");
        }
        return TransportAddress.of(ip.getAddress(), address.getPort());
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (IOException e) {
            return false;
        }
    }
}
