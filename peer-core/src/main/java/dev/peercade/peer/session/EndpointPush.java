package dev.peercade.peer.session;

import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.port.MediatorFailure;

/// Pushes an endpoint; where the mediator takes no loopback addresses, since it does not listen there itself, without
/// them.
final class EndpointPush {

    interface Push {
        void push(Endpoint endpoint) throws MediatorFailure;
    }

    private EndpointPush() {}

    static void push(Endpoint endpoint, Push push) throws MediatorFailure {
        try {
            push.push(endpoint);
        } catch (MediatorFailure e) {
            Endpoint other = LocalCandidates.withoutLoopback(endpoint);
            if (!e.code().equals(ProblemCode.INVALID_ENDPOINT.toString()) || other.equals(endpoint)) {
                throw e;
            }
            push.push(other);
        }
    }
}
