package dev.peercade.model;

/// Each path of the mediator's REST interface, once. Path variables stand in braces.
public final class MediatorApi {

    public static final String BASE = "/api/v1";

    /// Public: version, registration mode and STUN port.
    public static final String INFO = BASE + "/info";

    public static final String PEERS = BASE + "/peers";
    public static final String TOKENS = BASE + "/tokens";
    public static final String TOKEN = TOKENS + "/{id}";
    public static final String GAMES = BASE + "/games";
    public static final String SESSIONS = BASE + "/streaming-sessions";
    public static final String SESSION = SESSIONS + "/{id}";
    public static final String SESSION_STATUS = SESSION + "/status";
    public static final String SESSION_ENDPOINT = SESSION + "/endpoint";
    public static final String SESSION_THUMBNAIL = SESSION + "/thumbnail";
    public static final String SESSION_VIEW_REQUESTS = SESSION + "/view-requests";
    public static final String VIEW_REQUEST = BASE + "/view-requests/{id}";
    public static final String VIEW_REQUEST_ADMISSION = VIEW_REQUEST + "/admission";
    public static final String VIEW_REQUEST_ENDPOINT = VIEW_REQUEST + "/endpoint";
    public static final String VIEW_REQUEST_STATUS = VIEW_REQUEST + "/status";

    /// Mints leave to use relay nodes, for the viewer and the streamer of an open and admitted request.
    public static final String VIEW_REQUEST_RELAYS = VIEW_REQUEST + "/relays";

    /// The same for a session's streamer, before anybody wants to watch.
    public static final String SESSION_RELAYS = SESSION + "/relays";

    public static final String RELAY_NODES = BASE + "/relay-nodes";
    public static final String RELAY_NODE = RELAY_NODES + "/{id}";
    public static final String RELAY_NODE_HEARTBEAT = RELAY_NODE + "/heartbeat";

    /// WebSocket; the first message authenticates.
    public static final String SIGNAL = BASE + "/signal";

    private MediatorApi() {}
}
