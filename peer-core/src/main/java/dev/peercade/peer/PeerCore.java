package dev.peercade.peer;

import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.checkup.CheckupRim;
import dev.peercade.peer.checkup.CheckupSettings;
import dev.peercade.peer.checkup.LiveCheckup;
import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.dtls.BouncyCastleDtls;
import dev.peercade.peer.edge.identity.Identities;
import dev.peercade.peer.edge.mediator.MediatorConnector;
import dev.peercade.peer.edge.nodes.FileNodeBook;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.edge.stun.Ice4jAddressLocator;
import dev.peercade.peer.edge.udp.DatagramPort;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.session.AddressProbe;
import dev.peercade.peer.session.LiveSessionListWatch;
import dev.peercade.peer.session.LiveStreamerSession;
import dev.peercade.peer.session.LiveViewerSession;
import dev.peercade.peer.session.LocalOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.MediatorSeat;
import dev.peercade.peer.session.PortMediatorClient;
import dev.peercade.peer.session.PortRelayNodeClient;
import dev.peercade.peer.session.PublicAddress;
import dev.peercade.peer.session.RelayNodeBook;
import dev.peercade.peer.session.RelayNodeClient;
import dev.peercade.peer.session.Running;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.session.SessionListEvent;
import dev.peercade.peer.session.SessionListWatch;
import dev.peercade.peer.session.SessionRim;
import dev.peercade.peer.session.StreamerEvent;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.session.StreamerSettings;
import dev.peercade.peer.session.UnusableMediator;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.session.ViewerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// What an app opens once: it makes sessions. The only class that names the `edge` packages.
public final class PeerCore implements AutoCloseable {

    private static final Executor BACKGROUND =
            work -> Thread.ofVirtual().name("peercade-warm").start(work);

    /// An app has a handful of accounts.
    private static final int ACCOUNTS_MAX = 64;

    private final PeerCoreSettings settings;
    private final MediatorConnector connector = new MediatorConnector();
    private final CompletableFuture<BouncyCastleDtls> channels;
    private final Identities identities;
    private final Ice4jAddressLocator locator = new Ice4jAddressLocator();
    private final ConcurrentHashMap<MediatorAccount, Mediator> mediators = new ConcurrentHashMap<>();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    private PeerCore(PeerCoreSettings settings) {
        this.settings = settings;
        this.identities =
                new Identities(settings.memory().folder(), settings.memory().newIdentities(), BACKGROUND);
        this.channels = CompletableFuture.supplyAsync(BouncyCastleDtls::new, BACKGROUND);
    }

    /// Returns at once; sockets open with the first session. The certificate is made meanwhile.
    public static PeerCore open(PeerCoreSettings settings) {
        return new PeerCore(settings);
    }

    /// Starts a session as streamer at step 1. Returns at once; whatever goes wrong comes as
    /// [StreamerEvent.Ended].
    public StreamerSession stream(MediatorAccount account, StreamerSettings wanted, Consumer<StreamerEvent> events) {
        LiveStreamerSession session = LiveStreamerSession.start(rim(), seat(account), wanted, events);
        remember(session);
        return session;
    }

    /// Starts a session as viewer at step 1. Returns at once; whatever goes wrong comes as [ViewerEvent.Ended].
    public ViewerSession watch(MediatorAccount account, ViewerSettings wanted, Consumer<ViewerEvent> events) {
        LiveViewerSession session = LiveViewerSession.start(rim(), seat(account), wanted, events);
        remember(session);
        return session;
    }

    /// What apps ask of a mediator outside a session. An account's client and sessions share one access token.
    public MediatorClient client(MediatorAccount account) {
        return new PortMediatorClient(() -> mediator(account), events -> follow(account, events));
    }

    /// What the agent of a relay node asks of a mediator.
    public RelayNodeClient relayNodeClient(MediatorAccount account) {
        return new PortRelayNodeClient(() -> mediator(account));
    }

    /// The table of relay nodes that this peer keeps of the account's mediator. Returns at once; reads and writes
    /// nothing before it is asked to.
    ///
    /// @param folder of such tables, one file for each mediator
    /// @param words a sentence for a person where something is wrong with the file
    public RelayNodeBook nodes(MediatorAccount account, Path folder, Consumer<String> words) {
        return FileNodeBook.open(() -> mediator(account), account.server(), folder, words);
    }

    /// Lets go of this account: its secret and its access token. What runs keeps both until it ends, and so does a
    /// client in the midst of a call.
    public void forget(MediatorAccount account) {
        mediators.remove(account);
    }

    /// Takes this user's next identity key for its own, whatever was remembered: what a session that ended with
    /// `identity-changed` needs, once somebody has made sure.
    public void acceptIdentity(URI server, String user) {
        identities.others(server).forget(user);
    }

    /// Whether the world sees an address of this peer, as the first step of a session asks it. Blocks for a few
    /// seconds at most.
    ///
    /// @throws MediatorException when a session could not begin either
    public PublicAddress publicAddress(MediatorAccount account) throws MediatorException, InterruptedException {
        return AddressProbe.ask(rim(), seat(account));
    }

    /// Finds out why connections are as they are here. Returns at once; it takes a few seconds, and is over when
    /// the last event, [CheckupEvent.Done], has been told or it is closed.
    public Running checkup(CheckupSettings wanted, Consumer<CheckupEvent> events) {
        MediatorSeat seat = seat(wanted.account());
        CheckupRim rim = new CheckupRim(
                new SystemClock(),
                new SecureEntropy(),
                new CheckupRim.Udp(DatagramPort::open, DatagramPort::openUnfragmented),
                new SocketStreams(),
                options(),
                (session, told) -> watch(
                        wanted.account(), new ViewerSettings(SessionChoice.byId(session), wanted.connect()), told));
        LiveCheckup checkup = LiveCheckup.start(rim, seat, wanted, events);
        remember(checkup);
        return checkup;
    }

    /// Loads and prepares what the first session needs (certificate, cryptography, HTTP client), on threads of its
    /// own, so that the first picture comes sooner. Returns at once; calling it is never necessary.
    public void warmUp() {
        channels.thenAcceptAsync(BouncyCastleDtls::warmUp, BACKGROUND);
        BACKGROUND.execute(connector::warmUp);
        BACKGROUND.execute(locator::warmUp);
        BACKGROUND.execute(identities::warmUp);
    }

    /// Closes all that still runs, and waits for the sessions among it.
    @Override
    public void close() {
        running.parallelStream().forEach(Running::close);
        running.clear();
        mediators.clear();
        connector.close();
    }

    private SessionRim rim() {
        return new SessionRim(
                new SystemClock(),
                new SecureEntropy(),
                DatagramPort::open,
                new SocketStreams(),
                locator,
                channels::join,
                options());
    }

    private LocalOptions options() {
        return new LocalOptions(settings.stunServer(), settings.bind(), settings.loopbackCandidates());
    }

    private SessionListWatch follow(MediatorAccount account, Consumer<SessionListEvent> events) {
        LiveSessionListWatch watch =
                LiveSessionListWatch.start(new SystemClock(), seat(account).mediator(), events);
        remember(watch);
        return watch;
    }

    private MediatorSeat seat(MediatorAccount account) {
        Identity self = identities.of(account.server(), account.userName());
        try {
            return new MediatorSeat(mediator(account), account.server(), self);
        } catch (MediatorFailure e) {
            return new MediatorSeat(new UnusableMediator(e), account.server(), self);
        }
    }

    private Mediator mediator(MediatorAccount account) throws MediatorFailure {
        Mediator known = mediators.get(account);
        if (known != null) {
            return known;
        }
        Mediator connected = connector.connect(
                account.server(),
                account.userName(),
                account.secret(),
                account.deviceToken(),
                account.pin(),
                settings.plainHttpAllowed());
        if (mediators.size() >= ACCOUNTS_MAX) {
            mediators.clear();
        }
        Mediator raced = mediators.putIfAbsent(account, connected);
        return raced == null ? connected : raced;
    }

    private void remember(Running started) {
        running.removeIf(Running::isFinished);
        running.add(started);
    }
}
