package dev.peercade.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The stable `code` member of the mediator's problem documents (RFC 9457), with the HTTP status that carries it and
/// the remedy that an app shows beside the detail.
public enum ProblemCode {
    UNAUTHENTICATED(401, "Check the user name and the password, or sign in again."),
    FORBIDDEN(403, "Only the owner may do this; sign in as that peer."),
    NOT_FOUND(404, "List what exists and pick from there; it may have ended."),
    METHOD_NOT_ALLOWED(405, "See the API page of the mediator for what this path accepts."),
    NOT_ACCEPTABLE(406, "Ask for application/json."),
    UNSUPPORTED_MEDIA_TYPE(415, "Send application/json."),
    MALFORMED_REQUEST(400, "Send what the API page of the mediator describes."),
    INVALID_FIELD(422, "Correct what is named."),
    PAYLOAD_TOO_LARGE(413, "Send less; the limit stands in the detail."),
    TOO_MANY_REQUESTS(429, "Wait for as long as the Retry-After header says."),
    REGISTRATION_CLOSED(403, "Ask the operator of this mediator for an account."),
    USER_NAME_TAKEN(409, "Choose another user name."),
    SESSION_ALREADY_OPEN(409, "End your running session, or send `replace: true`."),
    ILLEGAL_TRANSITION(409, "Read the object again; its status has changed."),
    AWAITING_APPROVAL(409, "Wait until the streamer has admitted you."),
    ENDPOINT_MISSING(409, "Push an endpoint first."),
    INVALID_ENDPOINT(422, "Give an IP literal that the other peer can reach, and a port from 1 to 65535."),
    INVALID_RELAY_NODE(422, "Give a public IP address of the node, and ports from 1 to 65535."),
    RELAY_NODE_UNREACHABLE(422, "Open the node's TURN port for UDP in its firewall and register again."),
    RELAY_TABLE_FULL(409, "Ask the operator of this mediator to remove nodes that are not needed."),
    SESSION_NOT_VIEWABLE(409, "Pick another session that is live."),
    OWN_SESSION(409, "Watch another peer's session; a streamer sees its own preview."),
    BARRED(403, "The streamer has removed you from this session; pick another one."),
    THUMBNAIL_INVALID(422, "Send a JPEG of at most 64 KiB and 1920x1080."),
    CATALOGUE_FULL(409, "Pick a game that the catalogue has, or ask the operator to raise its limit."),
    STORAGE_FULL(507, "Tell the operator that the mediator's disk is full or read-only; try again once it is not."),
    UNAVAILABLE(503, "Try again in a few seconds."),
    INTERNAL(500, "Try again; if it stays, send the operator the `traceId`.");

    private final int httpStatus;
    private final String remedy;

    ProblemCode(int httpStatus, String remedy) {
        this.httpStatus = httpStatus;
        this.remedy = remedy;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /// What a person can do about it, in a sentence.
    public String remedy() {
        return remedy;
    }

    /// The code as it goes over the wire, such as `awaiting-approval`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The code whose wire name this is; empty for one that a newer mediator may have added.
    public static Optional<ProblemCode> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.toString().equals(wireName))
                .findFirst();
    }
}
