package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.peer.port.AddressLocator;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our half of an endpoint, from the socket that carries media: its local addresses, what the STUN server sees of
/// it, the certificate's fingerprint. All three are found out at once. Owner's thread only.
final class Discovery {

    /// A STUN answer takes a round trip; 30 questions fit in here.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Where a relay helps, whoever has UDP blocked need not wait so long; a late answer is told as a change.
    private static final Duration PATIENCE_BESIDE_RELAYS = Duration.ofSeconds(1);

    /// Told once how it went, by the owner.
    interface Listener {

        /// @param stun whom to ask again, or null where there is nobody
        void found(LocalEndpoint endpoint, @Nullable TransportAddress stun, MonoTime now);

        void failed(Failure failure, MonoTime now);

        /// Comes before [#found] where only peers of this machine or network can be met.
        ///
        /// @param asked whether a STUN server was asked and kept silent
        void publicAddressUnknown(boolean asked);
    }

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final UdpPort socket;
    private final IceCredentials credentials;
    private final MediaDescription media;
    private final Listener listener;

    private boolean mediatorIsHere;
    private boolean mediatorIsNear;
    private boolean relays;
    private @Nullable TransportAddress server;
    private AddressLocator.@Nullable Query query;
    private @Nullable MonoTime deadline;
    private boolean answered;
    private @Nullable TransportAddress reflexive;
    private SecureChannel.@Nullable Factory channels;
    private boolean done;

    Discovery(
            SessionRim rim,
            Mailbox mailbox,
            UdpPort socket,
            IceCredentials credentials,
            MediaDescription media,
            Listener listener) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.socket = socket;
        this.credentials = credentials;
        this.media = media;
        this.listener = listener;
    }

    private record Server(
            @Nullable TransportAddress stun, boolean mediatorIsHere, boolean mediatorIsNear, boolean relays) {}

    void start(Calls calls, MediatorSeat seat) {
        calls.run(() -> rim.channels().get(), this::certificate, this::fail);
        calls.run(() -> locate(seat.mediator(), seat.uri()), this::ask, this::fail);
    }

    /// Blocks: HTTP and name service.
    private Server locate(Mediator mediator, URI mediatorUri) throws dev.peercade.peer.port.MediatorFailure {
        String host = mediatorUri.getHost() == null ? "" : mediatorUri.getHost();
        InetAddress address = resolve(host);
        TransportAddress reached = address == null ? null : TransportAddress.of(address.getAddress(), 0);
        boolean here = reached != null && reached.isLoopback();
        boolean near = here || reached != null && reached.isPrivate();
        InetSocketAddress chosen = rim.options().stunServer();
        MediatorInfo info = mediator.recentInfo();
        return new Server(
                chosen == null ? stunOf(info, address) : addressOf(chosen), here, near, info.relayNodes() > 0);
    }

    private static @Nullable TransportAddress stunOf(MediatorInfo info, @Nullable InetAddress mediator) {
        Integer port = info.stunPort();
        return port == null || port < 1 || port > 65535 || mediator == null
                ? null
                : TransportAddress.of(mediator.getAddress(), port);
    }

    private static @Nullable TransportAddress addressOf(InetSocketAddress chosen) {
        InetAddress resolved = chosen.isUnresolved() ? resolve(chosen.getHostString()) : chosen.getAddress();
        return resolved == null ? null : TransportAddress.of(resolved.getAddress(), chosen.getPort());
    }

    private static @Nullable InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private void certificate(SecureChannel.Factory factory, MonoTime now) {
        channels = factory;
        finish(now);
    }

    private void ask(Server located, MonoTime now) {
        mediatorIsHere = located.mediatorIsHere;
        mediatorIsNear = located.mediatorIsNear;
        relays = located.relays;
        server = located.stun;
        TransportAddress asked = server;
        List<TransportAddress> local = socket.localAddresses();
        if (asked == null || local.isEmpty()) {
            answered = true;
            finish(now);
            return;
        }
        TransportAddress from = local.stream()
                .filter(address -> address.isLoopback() == asked.isLoopback() && address.v6() == asked.v6())
                .findFirst()
                .orElse(local.getFirst());
        deadline = now.plus(relays ? PATIENCE_BESIDE_RELAYS : PATIENCE);
        query = rim.locator().ask(asked, from, socket::send, result -> mailbox.post(then -> answer(result, then)));
    }

    /// Whether the datagram belongs to the question.
    boolean onDatagram(TransportAddress from, byte[] datagram) {
        if (query == null || !from.equals(server)) {
            return false;
        }
        query.onDatagram(datagram);
        return true;
    }

    private void answer(AddressLocator.Result result, MonoTime now) {
        if (result instanceof AddressLocator.Result.Found seen && seen.address().isSendable()) {
            reflexive = seen.address();
        }
        answered = true;
        close();
        finish(now);
    }

    /// Whether the mediator has relay nodes; known once it is over.
    boolean hasRelays() {
        return relays;
    }

    void advance(MonoTime now) {
        if (!answered && deadline != null && !now.isBefore(deadline)) {
            answered = true;
            close();
            finish(now);
        }
    }

    @Nullable
    MonoTime deadline() {
        return answered ? null : deadline;
    }

    void close() {
        if (query != null) {
            query.close();
            query = null;
        }
    }

    private void finish(MonoTime now) {
        if (done || !answered || channels == null) {
            return;
        }
        done = true;
        // Without a public address only peers of the same machine or network can come, a mediator there is a good sign,
        // and
        // those who come by a relay.
        if (reflexive == null && !mediatorIsNear && !relays) {
            listener.failed(
                    new Failure(
                            "no-public-address",
                            server == null
                                    ? "This mediator offers no STUN server, so the public address stays unknown."
                                    : "The STUN server did not answer, so the public address stays unknown.",
                            "Check that UDP gets out of your network, or name another server with --stun-server.",
                            false),
                    now);
            return;
        }
        LocalEndpoint found = new LocalEndpoint(
                        new LocalEndpoint.Offer(
                                credentials, media, channels.localFingerprint().toString(), false),
                        mediatorIsHere && rim.options().loopbackCandidates(),
                        List.of(),
                        null,
                        List.of(),
                        List.of())
                .at(socket.localAddresses(), reflexive);
        if (reflexive == null && !found.hosts().isEmpty()) {
            listener.publicAddressUnknown(server != null);
        }
        listener.found(found, server, now);
    }

    private void fail(Failure failure, MonoTime now) {
        if (!done) {
            done = true;
            close();
            listener.failed(failure, now);
        }
    }
}
