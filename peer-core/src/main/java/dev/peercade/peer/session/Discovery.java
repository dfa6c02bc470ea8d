package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.peer.port.AddressLocator;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.secure.Fingerprint;
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

    /// A STUN answer takes a round trip; three questions of ice4j's fit in here.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Told once how it went, by the owner.
    interface Listener {

        void found(Endpoint endpoint, MonoTime now);

        void failed(Failure failure, MonoTime now);

        /// Comes before [#found] where only peers of this machine or network can be met.
        ///
        /// @param asked whether a STUN server was asked and kept silent
        void publicAddressUnknown(boolean asked);
    }

    /// What an endpoint says beside the addresses.
    record Offer(IceCredentials credentials, MediaDescription media) {

        Endpoint at(List<TransportAddress> hosts, @Nullable TransportAddress seen, Fingerprint fingerprint) {
            return new Endpoint(
                    seen == null ? null : LocalCandidates.literal(seen),
                    seen == null ? null : seen.port(),
                    LocalCandidates.of(hosts, seen),
                    credentials.userFragment(),
                    credentials.password(),
                    fingerprint.toString(),
                    media,
                    null);
        }
    }

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final UdpPort socket;
    private final Offer offer;
    private final Listener listener;

    private boolean mediatorIsHere;
    private boolean mediatorIsNear;
    private @Nullable TransportAddress server;
    private AddressLocator.@Nullable Query query;
    private @Nullable MonoTime deadline;
    private boolean answered;
    private @Nullable TransportAddress reflexive;
    private SecureChannel.@Nullable Factory channels;
    private boolean done;

    Discovery(SessionRim rim, Mailbox mailbox, UdpPort socket, Offer offer, Listener listener) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.socket = socket;
        this.offer = offer;
        this.listener = listener;
    }

    private record Server(@Nullable TransportAddress stun, boolean mediatorIsHere, boolean mediatorIsNear) {}

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
        if (chosen != null) {
            InetAddress resolved = chosen.isUnresolved() ? resolve(chosen.getHostString()) : chosen.getAddress();
            return new Server(
                    resolved == null ? null : TransportAddress.of(resolved.getAddress(), chosen.getPort()), here, near);
        }
        Integer port = mediator.info().stunPort();
        return new Server(
                port == null || port < 1 || port > 65535 || address == null
                        ? null
                        : TransportAddress.of(address.getAddress(), port),
                here,
                near);
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
        deadline = now.plus(PATIENCE);
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
        // Without a public address only peers of the same machine or network can come; a mediator there is a good sign.
        if (reflexive == null && !mediatorIsNear) {
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
        boolean loopback = mediatorIsHere && rim.options().loopbackCandidates();
        List<TransportAddress> hosts = socket.localAddresses().stream()
                .filter(address -> loopback || !address.isLoopback())
                .toList();
        TransportAddress seen = reflexive != null && (loopback || !reflexive.isLoopback()) ? reflexive : null;
        if (seen == null && !hosts.isEmpty() && reflexive == null) {
            listener.publicAddressUnknown(server != null);
        }
        listener.found(offer.at(hosts, seen, channels.localFingerprint()), now);
    }

    private void fail(Failure failure, MonoTime now) {
        if (!done) {
            done = true;
            close();
            listener.failed(failure, now);
        }
    }
}
