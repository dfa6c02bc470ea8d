package dev.peercade.peer.sim;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A mediator in memory: the states, rules and pushes of the protocol, without HTTP. It can be down, and forgets
/// nothing meanwhile.
public final class FakeMediator {

    private static final class Session {
        StreamingSession row;
        Endpoint endpoint;
        byte[] thumbnail;
    }

    private static final class Request {
        ViewRequest row;
        Endpoint endpoint;
    }

    private record Channel(String userName, boolean list, Consumer<Mediator.PushEvent> events) {}

    private final Integer stunPort;
    private final Map<UUID, Session> sessions = new LinkedHashMap<>();
    private final Map<UUID, Request> requests = new LinkedHashMap<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<UUID, RelayNode> nodes = new LinkedHashMap<>();
    private final KeyPair keys = ed25519();
    private List<RelayAccess> relays = List.of();
    private boolean down;
    private long ids;

    /// @param done whether the call takes effect all the same: only its answer is lost
    private record Fault(MediatorFailure failure, boolean done) {}

    /// @param stunPort as the mediator would tell it, or null
    public FakeMediator(Integer stunPort) {
        this.stunPort = stunPort;
    }

    /// Every call fails and every channel breaks, or all is well again.
    public synchronized void setDown(boolean down) {
        this.down = down;
        if (down) {
            breakChannels();
        }
    }

    /// The relay nodes of the table, with the leave that every party is given; none at first.
    public synchronized void setRelays(List<RelayAccess> relays) {
        this.relays = List.copyOf(relays);
    }

    /// The relay nodes that have registered themselves.
    public synchronized List<RelayNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /// Forgets the relay nodes, as one whose database was lost.
    public synchronized void forgetNodes() {
        nodes.clear();
    }

    /// A record that carries this mediator's signature.
    public RelayNode signed(NewRelayNode node, UUID id, Instant registeredAt) {
        RelayNode unsigned = record(node, id, registeredAt, "");
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(unsigned.signedText().getBytes(StandardCharsets.UTF_8));
            return record(node, id, registeredAt, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static RelayNode record(NewRelayNode node, UUID id, Instant registeredAt, String signature) {
        return new RelayNode(
                id,
                node.ipv4(),
                node.ipv6(),
                node.port(),
                node.tlsPort(),
                node.agentPort(),
                node.certificatePin(),
                registeredAt,
                signature);
    }

    private static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// The next so many calls of that name take effect, but whoever made them never hears so. A name is that of the
    /// method, or the status that is set.
    public synchronized void loseAnswers(String call, int times) {
        plan(
                call,
                new Fault(new MediatorFailure(MediatorFailure.TIMEOUT, "No answer.", "Try again.", true), true),
                times);
    }

    /// The next so many calls of that name fail and have no effect.
    public synchronized void fail(String call, MediatorFailure failure, int times) {
        plan(call, new Fault(failure, false), times);
    }

    private void plan(String call, Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            faults.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(fault);
        }
    }

    /// How often that call was made so far, by anyone.
    public synchronized int calls(String call) {
        return calls.getOrDefault(call, 0);
    }

    public synchronized StreamingSession session(UUID id) {
        return sessions.get(id).row;
    }

    public synchronized List<ViewRequest> requests() {
        return requests.values().stream().map(request -> request.row).toList();
    }

    public synchronized List<StreamingSession> sessions() {
        return sessions.values().stream().map(session -> session.row).toList();
    }

    /// Where the mediator says that the streamer is.
    public synchronized Endpoint endpoint(UUID session) {
        return sessions.get(session).endpoint;
    }

    /// Where the viewer says that it is.
    public synchronized Endpoint requestEndpoint(UUID request) {
        return requests.get(request).endpoint;
    }

    /// What the streamer says of itself from now on, in its next generation; nobody is told.
    public synchronized void replaceEndpoint(UUID session, Endpoint endpoint) {
        Session of = sessions.get(session);
        of.endpoint = numbered(endpoint, of.endpoint);
    }

    /// Every push channel breaks; they may be opened again at once.
    public synchronized void breakChannels() {
        List<Channel> broken = List.copyOf(channels);
        channels.clear();
        broken.forEach(channel -> channel.events.accept(new Mediator.PushEvent.Lost()));
    }

    /// Replaces what a viewer's endpoint says, as a liar would.
    public synchronized void forgeEndpoint(UUID request, Endpoint endpoint) {
        requests.get(request).endpoint = endpoint;
    }

    /// The mediator as this account sees it.
    public Mediator as(String userName) {
        Seat seat = new Seat(userName);
        return (Mediator) Proxy.newProxyInstance(
                Mediator.class.getClassLoader(), new Class<?>[] {Mediator.class}, (_, method, arguments) -> {
                    String call =
                            method.getName().equals("setRequestStatus") ? arguments[1].toString() : method.getName();
                    Fault fault = called(call);
                    if (fault != null && !fault.done) {
                        throw fault.failure;
                    }
                    try {
                        Object answer = method.invoke(seat, arguments);
                        if (fault != null) {
                            throw fault.failure;
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private synchronized Fault called(String call) {
        calls.merge(call, 1, Integer::sum);
        Deque<Fault> planned = faults.get(call);
        return planned == null ? null : planned.poll();
    }

    private void push(String userName, SignalMessage message) {
        List.copyOf(channels).stream()
                .filter(channel -> channel.userName.equals(userName))
                .forEach(channel -> channel.events.accept(new Mediator.PushEvent.Received(message)));
    }

    private void sessionChanged(Session session) {
        SignalMessage message = new SignalMessage.SessionChanged(session.row);
        push(session.row.streamer(), message);
        requests.values().stream()
                .filter(request -> request.row.sessionId().equals(session.row.id()))
                .map(request -> request.row.viewer())
                .distinct()
                .forEach(viewer -> push(viewer, message));
        if (session.endpoint != null) {
            List.copyOf(channels).stream()
                    .filter(channel -> channel.list && !channel.userName.equals(session.row.streamer()))
                    .forEach(channel -> channel.events.accept(new Mediator.PushEvent.Received(message)));
        }
    }

    private void requestChanged(Request request) {
        push(request.row.viewer(), new SignalMessage.RequestChanged(request.row));
        push(
                sessions.get(request.row.sessionId()).row.streamer(),
                new SignalMessage.RequestChanged(withEndpoint(request)));
    }

    private static ViewRequest withEndpoint(Request request) {
        ViewRequest row = request.row;
        return new ViewRequest(
                row.id(),
                row.sessionId(),
                row.viewer(),
                row.status(),
                row.admission(),
                row.status() == RequestStatus.CLOSED ? null : request.endpoint,
                row.createdAt(),
                row.closeReason());
    }

    private void set(Session session, SessionStatus status, EndReason reason) {
        StreamingSession row = session.row;
        session.row = new StreamingSession(
                row.id(),
                row.streamer(),
                row.game(),
                row.title(),
                row.admission(),
                status,
                (int) requests.values().stream()
                        .filter(request -> request.row.sessionId().equals(row.id())
                                && request.row.status() == RequestStatus.PROCESSED)
                        .count(),
                row.createdAt(),
                null,
                reason);
        sessionChanged(session);
    }

    private void set(Request request, RequestStatus status, AdmissionState admission, CloseReason reason) {
        ViewRequest row = request.row;
        request.row = new ViewRequest(
                row.id(), row.sessionId(), row.viewer(), status, admission, null, row.createdAt(), reason);
        requestChanged(request);
    }

    private static Endpoint numbered(Endpoint endpoint, Endpoint before) {
        return endpoint.ofGeneration(before == null ? 1 : before.generation() + 1);
    }

    private static MediatorFailure problem(String code) {
        return new MediatorFailure(code, "The mediator says " + code + ".", "", false);
    }

    private final class Seat implements Mediator {

        private final String userName;

        Seat(String userName) {
            this.userName = userName;
        }

        private void up() throws MediatorFailure {
            if (down) {
                throw new MediatorFailure(
                        MediatorFailure.UNREACHABLE, "The mediator cannot be reached.", "Check it.", true);
            }
        }

        private Session find(UUID id) throws MediatorFailure {
            up();
            Session session = sessions.get(id);
            if (session == null) {
                throw problem("not-found");
            }
            return session;
        }

        private Request findRequest(UUID id) throws MediatorFailure {
            up();
            Request request = requests.get(id);
            if (request == null) {
                throw problem("not-found");
            }
            return request;
        }

        @Override
        public MediatorInfo info() throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                return new MediatorInfo(
                        "fake",
                        true,
                        stunPort,
                        relays.size() + nodes.size(),
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
            }
        }

        @Override
        public void authenticate() throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
            }
        }

        @Override
        public Peer register() throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                return new Peer(new UUID(2, ++ids), userName, Instant.EPOCH);
            }
        }

        @Override
        public IssuedToken issueDeviceToken(String label) throws MediatorFailure {
            throw problem("not-found");
        }

        @Override
        public void revokeToken(UUID token) throws MediatorFailure {
            throw problem("not-found");
        }

        @Override
        public Page<StreamingSession> sessions(String cursor) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                return new Page<>(
                        sessions.values().stream()
                                .map(session -> session.row)
                                .filter(row ->
                                        row.status() == SessionStatus.READY || row.status() == SessionStatus.ACTIVE)
                                .toList(),
                        null);
            }
        }

        @Override
        public StreamingSession session(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                return find(id).row;
            }
        }

        @Override
        public Page<Game> games(String query) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                return new Page<>(
                        sessions.values().stream()
                                .map(session -> session.row.game())
                                .filter(game -> game.name().contains(query))
                                .distinct()
                                .toList(),
                        null);
            }
        }

        @Override
        public byte[] thumbnail(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                return find(id).thumbnail;
            }
        }

        @Override
        public void putThumbnail(UUID id, byte[] jpeg) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                find(id).thumbnail = jpeg;
            }
        }

        @Override
        public StreamingSession createSession(NewStreamingSession wanted) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                Session session = new Session();
                session.row = new StreamingSession(
                        new UUID(1, ++ids),
                        userName,
                        new Game(new UUID(3, 1), wanted.game()),
                        wanted.title(),
                        wanted.admission() == null ? Admission.OPEN : wanted.admission(),
                        SessionStatus.NEW,
                        0,
                        Instant.EPOCH,
                        null,
                        null);
                sessions.put(session.row.id(), session);
                return session.row;
            }
        }

        @Override
        public void pushSessionEndpoint(UUID id, Endpoint endpoint) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Session session = find(id);
                session.endpoint = numbered(endpoint, session.endpoint);
                if (session.row.status() == SessionStatus.NEW) {
                    set(session, SessionStatus.READY, null);
                }
                for (Request request : List.copyOf(requests.values())) {
                    if (request.row.sessionId().equals(id) && request.row.status() != RequestStatus.CLOSED) {
                        push(request.row.viewer(), new SignalMessage.StreamerEndpointChanged(id, session.endpoint));
                    }
                }
            }
        }

        @Override
        public Endpoint sessionEndpoint(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Session session = find(id);
                Request mine = requests.values().stream()
                        .filter(request -> request.row.sessionId().equals(id)
                                && request.row.viewer().equals(userName)
                                && request.row.status() != RequestStatus.CLOSED)
                        .findFirst()
                        .orElseThrow(() -> problem("forbidden"));
                if (mine.row.admission() != AdmissionState.ADMITTED) {
                    throw problem("awaiting-approval");
                }
                return session.endpoint;
            }
        }

        @Override
        public void finishSession(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Session session = find(id);
                for (Request request : List.copyOf(requests.values())) {
                    if (request.row.sessionId().equals(id) && request.row.status() != RequestStatus.CLOSED) {
                        set(request, RequestStatus.CLOSED, request.row.admission(), CloseReason.SESSION_FINISHED);
                    }
                }
                set(session, SessionStatus.FINISHED, EndReason.ENDED);
            }
        }

        @Override
        public List<ViewRequest> openRequests(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                find(id);
                return requests.values().stream()
                        .filter(request ->
                                request.row.sessionId().equals(id) && request.row.status() != RequestStatus.CLOSED)
                        .map(FakeMediator::withEndpoint)
                        .toList();
            }
        }

        @Override
        public ViewRequest createRequest(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Session session = find(id);
                if (session.row.status() != SessionStatus.READY && session.row.status() != SessionStatus.ACTIVE) {
                    throw problem("session-not-viewable");
                }
                Request request = new Request();
                request.row = new ViewRequest(
                        new UUID(4, ++ids),
                        id,
                        userName,
                        RequestStatus.NEW,
                        session.row.admission() == Admission.OPEN ? AdmissionState.ADMITTED : AdmissionState.PENDING,
                        null,
                        Instant.EPOCH,
                        null);
                requests.put(request.row.id(), request);
                requestChanged(request);
                return request.row.admission() == AdmissionState.ADMITTED
                        ? request.row.withStreamer(session.endpoint)
                        : request.row;
            }
        }

        @Override
        public void admit(UUID id, boolean admitted) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Request request = findRequest(id);
                if (request.row.admission() != AdmissionState.PENDING) {
                    throw problem("illegal-transition");
                }
                if (admitted) {
                    set(request, request.row.status(), AdmissionState.ADMITTED, null);
                } else {
                    set(request, RequestStatus.CLOSED, AdmissionState.REJECTED, CloseReason.REJECTED);
                }
            }
        }

        @Override
        public void pushRequestEndpoint(UUID id, Endpoint endpoint) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Request request = findRequest(id);
                request.endpoint = numbered(endpoint, request.endpoint);
                requestChanged(request);
            }
        }

        @Override
        public ViewRequest request(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                return findRequest(id).row;
            }
        }

        @Override
        public void setRequestStatus(UUID id, RequestStatus status) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Request request = findRequest(id);
                if (!request.row.status().canBecome(status)) {
                    throw problem("illegal-transition");
                }
                boolean viewer = request.row.viewer().equals(userName);
                CloseReason reason =
                        status != RequestStatus.CLOSED ? null : viewer ? CloseReason.LEFT : CloseReason.DROPPED;
                set(request, status, request.row.admission(), reason);
                Session session = sessions.get(request.row.sessionId());
                boolean served = requests.values().stream()
                        .anyMatch(other -> other.row.sessionId().equals(session.row.id())
                                && other.row.status() == RequestStatus.PROCESSED);
                if (session.row.status() != SessionStatus.FINISHED) {
                    set(session, served ? SessionStatus.ACTIVE : SessionStatus.READY, null);
                }
            }
        }

        @Override
        public List<RelayNode> relayNodes() throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                return Stream.concat(relays.stream().map(RelayAccess::node), nodes.values().stream())
                        .toList();
            }
        }

        @Override
        public RelayNode registerRelayNode(NewRelayNode wanted) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                RelayNode node = signed(wanted, new UUID(5, ++ids), Instant.EPOCH.plusSeconds(ids));
                nodes.put(node.id(), node);
                return node;
            }
        }

        @Override
        public void beatRelayNode(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                if (!nodes.containsKey(id)) {
                    throw problem("not-found");
                }
            }
        }

        @Override
        public void removeRelayNode(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                up();
                if (nodes.remove(id) == null) {
                    throw problem("not-found");
                }
            }
        }

        @Override
        public List<RelayAccess> requestRelays(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                Request request = findRequest(id);
                if (request.row.status() == RequestStatus.CLOSED) {
                    throw problem("illegal-transition");
                }
                if (request.row.admission() != AdmissionState.ADMITTED) {
                    throw problem("awaiting-approval");
                }
                return relays;
            }
        }

        @Override
        public List<RelayAccess> sessionRelays(UUID id) throws MediatorFailure {
            synchronized (FakeMediator.this) {
                find(id);
                return relays;
            }
        }

        @Override
        public Push openPush(Consumer<PushEvent> events) {
            return open(false, events);
        }

        @Override
        public Push openListPush(Consumer<PushEvent> events) {
            return open(true, events);
        }

        private Push open(boolean list, Consumer<PushEvent> events) {
            synchronized (FakeMediator.this) {
                if (down) {
                    events.accept(new PushEvent.Lost());
                    return () -> {};
                }
                Channel channel = new Channel(userName, list, events);
                channels.add(channel);
                events.accept(new PushEvent.Opened());
                return () -> {
                    synchronized (FakeMediator.this) {
                        channels.remove(channel);
                    }
                };
            }
        }

        @Override
        public void networkChanged() {
            // In memory nothing breaks.
        }

        @Override
        public void close() {}
    }
}
