package dev.peercade.peer.sim;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.ChannelData;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/// A TURN server (RFC 8656) in virtual time, as strict as the RFC asks for: no allocation without the credential,
/// nothing in without a permission, nothing to private addresses.
@NullUnmarked
public final class SimRelay {

    private static final String USER = "4102444800:sim";
    private static final String PASSWORD = "simulated";
    private static final String REALM = "sim";
    private static final int FIRST_PORT = 50_000;

    /// A client: where its messages go.
    public record Client(TransportAddress address, boolean stream, Consumer<byte[]> out) {}

    private static final class Allocation {
        Client client;
        TransportAddress relayed;
        UdpPort port;
        final Set<TransportAddress> permitted = new HashSet<>();
        final Map<Integer, TransportAddress> channels = new HashMap<>();
    }

    private final SimNet net;
    private final TransportAddress address;
    private final UUID id;
    private final Map<TransportAddress, Allocation> byClient = new HashMap<>();
    private UdpPort socket;
    private String nonce = "nonce-1";
    private int nextPort = FIRST_PORT;
    private boolean dead;
    private boolean away;
    private boolean starving;
    private int relayed;
    private int requests;
    private Duration held = Duration.ZERO;

    public SimRelay(SimNet net, int number) {
        this.net = net;
        this.address = SimNet.address(9, 9, 8, number, 3478);
        this.id = new UUID(8, number);
        this.socket = net.open(address, null, batch -> batch.forEach(this::onDatagram));
        net.listen(address, this);
    }

    public RelayAccess access() {
        RelayNode node = new RelayNode(
                id, literal(address), null, address.port(), null, 443, "sha-256 00", Instant.EPOCH, "signature");
        return new RelayAccess(node, USER, PASSWORD, Instant.MAX);
    }

    public TransportAddress address() {
        return address;
    }

    public int allocations() {
        return byClient.size();
    }

    /// What asks with an older one is told so.
    public void changeNonce() {
        nonce += "1";
    }

    /// From now on what it relays is held back for so long, while its own answers come at once: a node that wants to
    /// seem nearer than it is.
    public void holdBack(Duration relayed) {
        held = relayed;
    }

    /// From now on it lets checks through and nothing else.
    public void starve() {
        starving = true;
    }

    /// Datagrams that it has sent on.
    public int relayed() {
        return relayed;
    }

    /// Whether its network is down, while the machine remembers all.
    public void setAway(boolean down) {
        away = down;
    }

    /// Requests so far, answered or refused.
    public int requests() {
        return requests;
    }

    /// The machine is off: nothing is answered any more.
    public void die() {
        dead = true;
        socket.close();
        byClient.values().forEach(allocation -> allocation.port.close());
    }

    /// It is on again and knows nothing of what was.
    public void restart() {
        dead = false;
        byClient.clear();
        socket = net.open(address, null, batch -> batch.forEach(this::onDatagram));
    }

    boolean isDead() {
        return dead;
    }

    private void onDatagram(UdpPort.Datagram datagram) {
        onMessage(new Client(datagram.from(), false, bytes -> socket.send(datagram.from(), bytes)), datagram.bytes());
    }

    void onMessage(Client client, byte[] bytes) {
        if (dead || away) {
            return;
        }
        Allocation allocation = byClient.get(client.address);
        ChannelData channelled = ChannelData.parse(bytes);
        if (channelled != null) {
            if (allocation != null && allocation.channels.containsKey(channelled.channel())) {
                relay(allocation, allocation.channels.get(channelled.channel()), channelled.load());
            }
            return;
        }
        StunMessage message = StunMessage.parse(bytes);
        if (message == null) {
            return;
        }
        if (message.kind() == StunMessage.Kind.INDICATION) {
            if (allocation != null && message.method() == StunMessage.SEND) {
                relay(
                        allocation,
                        message.address(StunAttribute.XOR_PEER_ADDRESS),
                        message.attribute(StunAttribute.DATA));
            }
        } else if (message.kind() == StunMessage.Kind.REQUEST) {
            requests++;
            client.out.accept(answer(client, allocation, message));
        }
    }

    private void relay(Allocation allocation, TransportAddress peer, byte[] load) {
        if (letsThrough(allocation, peer, load)) {
            net.later(held, () -> allocation.port.send(peer, load));
        }
    }

    private byte[] answer(Client client, Allocation allocation, StunMessage request) {
        StunKey key = StunKey.ofLongTerm(USER, REALM, PASSWORD);
        if (request.method() == StunMessage.BINDING) {
            return success(request).mappedAddress(client.address).toBytes();
        }
        if (!request.has(StunAttribute.NONCE) || !request.isAuthenticatedBy(key)) {
            return challenge(request, 401);
        }
        if (!nonce.equals(request.text(StunAttribute.NONCE))) {
            return challenge(request, 438);
        }
        if (request.method() == StunMessage.ALLOCATE) {
            if (allocation != null) {
                return error(request, 437, key);
            }
            return success(request)
                    .address(StunAttribute.XOR_RELAYED_ADDRESS, allocate(client))
                    .mappedAddress(client.address)
                    .int32(StunAttribute.LIFETIME, 600)
                    .integrity(key)
                    .toBytes();
        }
        if (allocation == null) {
            return error(request, 437, key);
        }
        TransportAddress peer = request.address(StunAttribute.XOR_PEER_ADDRESS);
        if (peer != null && (peer.isPrivate() || peer.isLoopback())) {
            return error(request, 403, key);
        }
        StunWriter answer = success(request);
        switch (request.method()) {
            case StunMessage.REFRESH -> {
                long lifetime = request.number(StunAttribute.LIFETIME, 600);
                if (lifetime == 0) {
                    byClient.remove(client.address).port.close();
                }
                answer.int32(StunAttribute.LIFETIME, lifetime);
            }
            case StunMessage.CREATE_PERMISSION -> allocation.permitted.add(host(peer));
            case StunMessage.CHANNEL_BIND -> {
                int channel = ByteBuffer.wrap(request.attribute(StunAttribute.CHANNEL_NUMBER))
                                .getShort()
                        & 0xFFFF;
                allocation.permitted.add(host(peer));
                allocation.channels.put(channel, peer);
            }
            default -> {
                return error(request, 400, key);
            }
        }
        return answer.integrity(key).toBytes();
    }

    private TransportAddress allocate(Client client) {
        Allocation made = new Allocation();
        made.client = client;
        made.relayed = new TransportAddress(address.high(), address.low(), false, nextPort++);
        made.port = net.open(
                made.relayed,
                null,
                batch -> batch.forEach(datagram -> fromPeer(made, datagram.from(), datagram.bytes())));
        byClient.put(client.address, made);
        return made.relayed;
    }

    private boolean letsThrough(Allocation allocation, TransportAddress peer, byte[] load) {
        boolean check = Demultiplexer.classify(load) == Demultiplexer.Kind.STUN;
        boolean through = allocation.permitted.contains(host(peer)) && (check || !starving);
        relayed += through ? 1 : 0;
        return through;
    }

    private void fromPeer(Allocation allocation, TransportAddress peer, byte[] load) {
        if (dead || away || !letsThrough(allocation, peer, load)) {
            return;
        }
        for (var channel : allocation.channels.entrySet()) {
            if (channel.getValue().equals(peer)) {
                deliver(allocation, new ChannelData(channel.getKey(), load).toBytes(allocation.client.stream));
                return;
            }
        }
        deliver(
                allocation,
                new StunWriter(StunMessage.Kind.INDICATION, StunMessage.DATA, new TransactionId(1, 1), load.length)
                        .address(StunAttribute.XOR_PEER_ADDRESS, peer)
                        .bytes(StunAttribute.DATA, load)
                        .toBytes());
    }

    private void deliver(Allocation allocation, byte[] bytes) {
        net.later(held, () -> allocation.client.out.accept(bytes));
    }

    private byte[] challenge(StunMessage request, int code) {
        return new StunWriter(StunMessage.Kind.ERROR, request.method(), request.transaction())
                .error(code, "again")
                .text(StunAttribute.REALM, REALM)
                .text(StunAttribute.NONCE, nonce)
                .toBytes();
    }

    private static byte[] error(StunMessage request, int code, StunKey key) {
        return new StunWriter(StunMessage.Kind.ERROR, request.method(), request.transaction())
                .error(code, "no")
                .integrity(key)
                .toBytes();
    }

    private static StunWriter success(StunMessage request) {
        return new StunWriter(StunMessage.Kind.SUCCESS, request.method(), request.transaction());
    }

    private static TransportAddress host(TransportAddress peer) {
        return new TransportAddress(peer.high(), peer.low(), peer.v6(), 0);
    }

    private static String literal(TransportAddress address) {
        try {
            return InetAddress.getByAddress(address.ip()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
