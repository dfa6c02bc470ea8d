package dev.peercade.peer.session;

import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.port.MediatorFailure;
import java.util.UUID;

/// Pushes endpoints of one session or view request, signed by their account; where the mediator takes no loopback
/// addresses, since it does not listen there itself, without them. Blocks.
///
/// @param place the session or view request
record EndpointPush(Identity self, UUID place, Call call) {

    interface Call {
        void push(UUID place, Endpoint endpoint) throws MediatorFailure;
    }

    void push(Endpoint endpoint) throws MediatorFailure {
        try {
            call.push(place, self.sign(endpoint, place));
        } catch (MediatorFailure e) {
            Endpoint other = LocalCandidates.withoutLoopback(endpoint);
            if (!e.code().equals(ProblemCode.INVALID_ENDPOINT.toString()) || other.equals(endpoint)) {
                throw e;
            }
            call.push(place, self.sign(other, place));
        }
    }
}
