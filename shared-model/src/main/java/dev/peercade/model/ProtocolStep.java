package dev.peercade.model;

/// The 13 steps that carry a picture from one desktop to another. The numbering is the protocol's own and has two
/// steps 4. Steps 10 and 11 run in parallel: nothing may assume an order between them.
public enum ProtocolStep {
    LEARN_ADDRESS_AND_AUTHENTICATE("1", Actor.BOTH, "learn the public address from a STUN server, then authenticate"),
    CREATE_SESSION("2", Actor.STREAMER, "create the streaming session for a game"),
    PUSH_STREAMER_ENDPOINT("3", Actor.STREAMER, "push the endpoint; the session is READY and visible"),
    POLL_VIEW_REQUESTS("4A", Actor.STREAMER, "ask for READY view requests every 5 s, or be told at once"),
    LIST_SESSIONS("4B", Actor.VIEWER, "list the sessions that can be viewed"),
    CREATE_VIEW_REQUEST("5", Actor.VIEWER, "create a view request"),
    PUSH_VIEWER_ENDPOINT("6", Actor.VIEWER, "push the endpoint, linked to the request"),
    OPEN_FIREWALL("7", Actor.VIEWER, "fetch the streamer's endpoint and send it a first datagram"),
    DECLARE_READY("8", Actor.VIEWER, "say so; the request is READY"),
    RECEIVE_READY_REQUEST("9", Actor.STREAMER, "receive the READY request"),
    DECLARE_PROCESSED("10", Actor.STREAMER, "say that it is being served; request PROCESSED, session ACTIVE"),
    STREAM("11", Actor.STREAMER, "meanwhile stream to the viewer's endpoint"),
    FINISH("12", Actor.STREAMER, "say that streaming is over; session FINISHED"),
    RELEASE("13", Actor.BOTH, "done: everything is released");

    /// Who takes a step.
    public enum Actor {
        STREAMER,
        VIEWER,
        BOTH;

        /// The name as it stands in `--json` output.
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final String number;
    private final Actor actor;
    private final String sentence;

    ProtocolStep(String number, Actor actor, String sentence) {
        this.number = number;
        this.actor = actor;
        this.sentence = sentence;
    }

    /// The protocol's own number: `1` to `13`, with `4A` and `4B`.
    public String number() {
        return number;
    }

    public Actor actor() {
        return actor;
    }

    /// What happens in this step, in one sentence without a subject.
    public String sentence() {
        return sentence;
    }
}
