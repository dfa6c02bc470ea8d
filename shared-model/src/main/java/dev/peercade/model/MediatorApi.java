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

    /// WebSocket; the first message authenticates.
    public static final String SIGNAL = BASE + "/signal";

    private MediatorApi() {}
}
