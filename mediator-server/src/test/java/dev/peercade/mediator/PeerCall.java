package dev.peercade.mediator;

import dev.peercade.model.session.Admission;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a peer may ask of the mediator about sessions and view requests, and what it can see of the answer. Statuses
/// are words, so that the model shares no rule with the code under test.
sealed interface PeerCall {

    record Create(Admission admission, boolean replace) implements PeerCall {}

    /// @param valid whether the endpoint is one that the mediator may keep
    record PushSession(UUID session, boolean valid) implements PeerCall {}

    /// @param status null where the peer leaves it out
    record SetSession(UUID session, @Nullable String status) implements PeerCall {}

    record ReadSession(UUID session) implements PeerCall {}

    /// The READY and ACTIVE sessions, and one's own NEW ones, of this streamer.
    record ListSessions(String streamer) implements PeerCall {}

    record Ask(UUID session) implements PeerCall {}

    /// All requests of a session, whatever their status.
    record Poll(UUID session) implements PeerCall {}

    record ReadStreamersEndpoint(UUID session) implements PeerCall {}

    record Admit(UUID request, boolean admit) implements PeerCall {}

    record PushRequest(UUID request, boolean valid) implements PeerCall {}

    record SetRequest(UUID request, @Nullable String status) implements PeerCall {}

    record ReadRequest(UUID request) implements PeerCall {}

    /// What of an answer can be compared.
    sealed interface View {

        /// @param endReason null exactly where the session is not FINISHED
        record OfSession(
                UUID id,
                String streamer,
                String status,
                int viewers,
                @Nullable String endReason) implements View {}

        /// @param generation of the viewer's endpoint, null where none is shown
        record OfRequest(
                UUID id,
                UUID session,
                String viewer,
                String status,
                String admission,
                @Nullable Integer generation,
                @Nullable String closeReason)
                implements View {}

        record OfEndpoint(int generation) implements View {}

        record OfSessions(Map<UUID, OfSession> all) implements View {}

        record OfRequests(Map<UUID, OfRequest> all) implements View {}

        /// @param code of the problem document
        record OfProblem(String code) implements View {}
    }

    /// @param status of HTTP
    record Answered(int status, View view) {}

    /// A call with its answer and when it ran, in ns of one clock.
    record Done(String who, PeerCall call, Answered answered, long from, long to) {

        static String lines(List<Done> history) {
            StringBuilder lines = new StringBuilder();
            long start = history.isEmpty() ? 0 : history.getFirst().from();
            for (Done done : history) {
                lines.append("%n%9.3f..%9.3f ms  %s: %s -> %s"
                        .formatted(
                                (done.from() - start) / 1e6,
                                (done.to() - start) / 1e6,
                                done.who(),
                                done.call(),
                                done.answered()));
            }
            return lines.toString();
        }
    }
}
