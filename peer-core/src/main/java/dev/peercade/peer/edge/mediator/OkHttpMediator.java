package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/// The mediator's REST interface over OkHttp.
public final class OkHttpMediator implements Mediator {

    /// A streamer serves fewer; what lies beyond waits.
    private static final int REQUESTS_MAX = 1000;

    /// A mediator names no more; what lies beyond would only be tried in vain.
    private static final int RELAY_ACCESSES_MAX = 16;

    /// How old [#recentInfo()] may be.
    private static final Duration RECENT = Duration.ofMinutes(1);

    private record Recent(MediatorInfo info, long atNanos) {}

    private static final MediaType JPEG = MediaType.get("image/jpeg");

    private final MediatorHttp http;
    private final AccessToken token;
    private final NewPeer account;
    private volatile @Nullable Recent recent;

    OkHttpMediator(MediatorHttp http, String userName, String secret, boolean deviceToken) {
        this.http = http;
        this.token = new AccessToken(http, userName, secret, deviceToken, () -> new MonoTime(System.nanoTime()));
        this.account = new NewPeer(userName, secret);
    }

    @Override
    public MediatorInfo info() throws MediatorFailure {
        MediatorInfo info = read(http.call("GET", http.url(MediatorApi.INFO), null, null, true), MediatorInfo.class);
        recent = new Recent(info, System.nanoTime());
        return info;
    }

    @Override
    public MediatorInfo recentInfo() throws MediatorFailure {
        Recent known = recent;
        return known != null && System.nanoTime() - known.atNanos < RECENT.toNanos() ? known.info : info();
    }

    @Override
    public void authenticate() throws MediatorFailure {
        token.get();
    }

    @Override
    public Peer register() throws MediatorFailure {
        return read(http.call("POST", http.url(MediatorApi.PEERS), null, http.body(account), false), Peer.class);
    }

    @Override
    public IssuedToken issueDeviceToken(String label) throws MediatorFailure {
        return token.issueDeviceToken(label);
    }

    @Override
    public void revokeToken(UUID revoked) throws MediatorFailure {
        call("DELETE", at(MediatorApi.TOKEN, revoked), null);
    }

    @Override
    public Page<StreamingSession> sessions(@Nullable String cursor) throws MediatorFailure {
        HttpUrl.Builder url = http.url(MediatorApi.SESSIONS).newBuilder();
        if (cursor != null) {
            url.addQueryParameter("cursor", cursor);
        }
        return page(call("GET", url.build(), null), StreamingSession.class);
    }

    @Override
    public StreamingSession session(UUID session) throws MediatorFailure {
        return read(call("GET", at(MediatorApi.SESSION, session), null), StreamingSession.class);
    }

    @Override
    public Page<Game> games(String query) throws MediatorFailure {
        HttpUrl.Builder url = http.url(MediatorApi.GAMES).newBuilder();
        if (!query.isEmpty()) {
            url.addQueryParameter("query", query);
        }
        return page(call("GET", url.build(), null), Game.class);
    }

    @Override
    public byte @Nullable [] thumbnail(UUID session) throws MediatorFailure {
        byte[] jpeg;
        try {
            jpeg = call("GET", at(MediatorApi.SESSION_THUMBNAIL, session), null);
        } catch (MediatorFailure e) {
            if (e.code().equals(ProblemCode.NOT_FOUND.toString())) {
                return null;
            }
            throw e;
        }
        if (jpeg.length > StreamingSession.THUMBNAIL_BYTES_MAX || !startsAsJpeg(jpeg)) {
            throw http.nonsense();
        }
        return jpeg;
    }

    private static boolean startsAsJpeg(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8;
    }

    @Override
    public void putThumbnail(UUID session, byte[] jpeg) throws MediatorFailure {
        send("PUT", at(MediatorApi.SESSION_THUMBNAIL, session), RequestBody.create(jpeg, JPEG));
    }

    @Override
    public StreamingSession createSession(NewStreamingSession wanted) throws MediatorFailure {
        return read(call("POST", http.url(MediatorApi.SESSIONS), wanted), StreamingSession.class);
    }

    @Override
    public void pushSessionEndpoint(UUID session, Endpoint endpoint) throws MediatorFailure {
        call("PUT", at(MediatorApi.SESSION_ENDPOINT, session), endpoint);
    }

    @Override
    public Endpoint sessionEndpoint(UUID session) throws MediatorFailure {
        return read(call("GET", at(MediatorApi.SESSION_ENDPOINT, session), null), Endpoint.class);
    }

    @Override
    public void finishSession(UUID session) throws MediatorFailure {
        call("PUT", at(MediatorApi.SESSION_STATUS, session), new SessionStatusChange(SessionStatus.FINISHED));
    }

    @Override
    public List<ViewRequest> openRequests(UUID session) throws MediatorFailure {
        List<ViewRequest> requests = new ArrayList<>();
        String cursor = null;
        do {
            HttpUrl.Builder url = at(MediatorApi.SESSION_VIEW_REQUESTS, session)
                    .newBuilder()
                    .addQueryParameter("statuses", "NEW,READY,PROCESSED");
            if (cursor != null) {
                url.addQueryParameter("cursor", cursor);
            }
            Page<ViewRequest> page = page(call("GET", url.build(), null), ViewRequest.class);
            requests.addAll(page.items());
            cursor = page.cursor();
        } while (cursor != null && requests.size() < REQUESTS_MAX);
        return requests;
    }

    @Override
    public ViewRequest createRequest(UUID session) throws MediatorFailure {
        return read(call("POST", at(MediatorApi.SESSION_VIEW_REQUESTS, session), null), ViewRequest.class);
    }

    @Override
    public void admit(UUID request, boolean admitted) throws MediatorFailure {
        call("PUT", at(MediatorApi.VIEW_REQUEST_ADMISSION, request), new AdmissionDecision(admitted));
    }

    @Override
    public void pushRequestEndpoint(UUID request, Endpoint endpoint) throws MediatorFailure {
        call("PUT", at(MediatorApi.VIEW_REQUEST_ENDPOINT, request), endpoint);
    }

    @Override
    public ViewRequest request(UUID request) throws MediatorFailure {
        return read(call("GET", at(MediatorApi.VIEW_REQUEST, request), null), ViewRequest.class);
    }

    @Override
    public void setRequestStatus(UUID request, RequestStatus status) throws MediatorFailure {
        call("PUT", at(MediatorApi.VIEW_REQUEST_STATUS, request), new RequestStatusChange(status));
    }

    @Override
    public List<RelayNode> relayNodes() throws MediatorFailure {
        return list(call("GET", http.url(MediatorApi.RELAY_NODES), null), RelayNode.class, RelayNode.TABLE_MAX).stream()
                .filter(SoundNodes::isSound)
                .toList();
    }

    @Override
    public RelayNode registerRelayNode(NewRelayNode node) throws MediatorFailure {
        return read(call("POST", http.url(MediatorApi.RELAY_NODES), node), RelayNode.class);
    }

    @Override
    public void beatRelayNode(UUID node) throws MediatorFailure {
        send("PUT", at(MediatorApi.RELAY_NODE_HEARTBEAT, node), RequestBody.EMPTY);
    }

    @Override
    public void removeRelayNode(UUID node) throws MediatorFailure {
        call("DELETE", at(MediatorApi.RELAY_NODE, node), null);
    }

    @Override
    public List<RelayAccess> requestRelays(UUID request) throws MediatorFailure {
        return accesses(MediatorApi.VIEW_REQUEST_RELAYS, request);
    }

    @Override
    public List<RelayAccess> sessionRelays(UUID session) throws MediatorFailure {
        return accesses(MediatorApi.SESSION_RELAYS, session);
    }

    private List<RelayAccess> accesses(String path, UUID id) throws MediatorFailure {
        return list(call("POST", at(path, id), null), RelayAccess.class, RELAY_ACCESSES_MAX).stream()
                .filter(SoundNodes::isSound)
                .toList();
    }

    @Override
    public Push openPush(Consumer<PushEvent> events) {
        return PushSocket.open(http, token, false, events);
    }

    @Override
    public Push openListPush(Consumer<PushEvent> events) {
        return PushSocket.open(http, token, true, events);
    }

    /// Idle connections are closed by their age; nothing else is held.
    @Override
    public void networkChanged() {
        recent = null;
        http.client().dispatcher().runningCalls().forEach(Call::cancel);
        http.client().connectionPool().evictAll();
    }

    @Override
    public void close() {}

    private HttpUrl at(String path, UUID id) {
        return http.url(path.replace("{id}", id.toString()));
    }

    private byte[] call(String method, HttpUrl url, @Nullable Object body) throws MediatorFailure {
        return send(method, url, body == null ? null : http.body(body));
    }

    /// A token that the mediator has forgotten is fetched anew, once.
    private byte[] send(String method, HttpUrl url, @Nullable RequestBody body) throws MediatorFailure {
        String present = token.get();
        try {
            return send(method, url, present, body);
        } catch (MediatorFailure e) {
            if (!e.code().equals(ProblemCode.UNAUTHENTICATED.toString())) {
                throw e;
            }
            token.forget(present);
            return send(method, url, token.get(), body);
        }
    }

    private byte[] send(String method, HttpUrl url, String present, @Nullable RequestBody body) throws MediatorFailure {
        // Asking twice for the same view returns the open request; only a session must not be made twice.
        boolean idempotent = !method.equals("POST") || !url.encodedPath().endsWith(MediatorApi.SESSIONS);
        return http.call(method, url, "Bearer " + present, body, idempotent);
    }

    private <T> T read(byte[] answer, Class<T> type) throws MediatorFailure {
        return http.read(answer, http.json().constructType(type));
    }

    private <T> Page<T> page(byte[] answer, Class<T> item) throws MediatorFailure {
        JavaType type = http.json().getTypeFactory().constructParametricType(Page.class, item);
        Page<T> page = http.read(answer, type);
        if (page.items() == null) {
            throw http.nonsense();
        }
        return page;
    }

    private <T> List<T> list(byte[] answer, Class<T> item, int max) throws MediatorFailure {
        JavaType type = http.json().getTypeFactory().constructCollectionType(List.class, item);
        List<@Nullable T> items = http.read(answer, type);
        List<T> present = items.stream().filter(Objects::nonNull).toList();
        if (present.size() < items.size()) {
            throw http.nonsense();
        }
        return present.size() <= max ? present : List.copyOf(present.subList(0, max));
    }
}
