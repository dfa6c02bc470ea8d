package dev.peercade.peer.protocol;

import dev.peercade.model.request.CloseReason;
import dev.peercade.model.session.EndReason;

/// Why a peer's part is over; the words are for a person.
///
/// @param expected whether this is how it is meant to end
public record Ending(String code, boolean expected, String message, String remedy) {

    static final Ending STREAMER_ENDED = new Ending("ended", true, "The stream has ended.", "");
    static final Ending LEFT = new Ending("left", true, "You have left the session.", "");

    static Ending of(Failure failure) {
        return new Ending(failure.code(), false, failure.message(), failure.remedy());
    }

    static Ending of(EndReason reason) {
        return switch (reason) {
            case ENDED -> STREAMER_ENDED;
            case REPLACED ->
                new Ending(
                        "replaced",
                        false,
                        "Another session of this account has taken the place of this one.",
                        "End one of the two before you start the other.");
            case STREAMER_LOST ->
                new Ending(
                        "streamer-lost",
                        false,
                        "The mediator has heard nothing from the streamer for 30 s and finished the session.",
                        "Check the streamer's network and start again.");
        };
    }

    static Ending of(CloseReason reason) {
        return switch (reason) {
            case LEFT -> LEFT;
            case SESSION_FINISHED -> new Ending(reason.toString(), true, "The streamer has ended the session.", "");
            case DROPPED ->
                new Ending(
                        reason.toString(),
                        false,
                        "The streamer has removed you from the session.",
                        "Pick another session.");
            case REJECTED ->
                new Ending(
                        reason.toString(),
                        false,
                        "The streamer has not admitted you to the session.",
                        "Pick another session.");
            case VIEWER_LOST ->
                new Ending(
                        reason.toString(),
                        false,
                        "The mediator has heard nothing from this viewer for 30 s.",
                        "Check your network and watch again.");
            case EXPIRED ->
                new Ending(
                        reason.toString(),
                        false,
                        "The streamer has not served the request in time.",
                        "Check that the streamer is still there and watch again.");
        };
    }
}
