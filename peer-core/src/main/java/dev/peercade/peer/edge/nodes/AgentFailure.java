package dev.peercade.peer.edge.nodes;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a node's agent refuses or cannot do, in a sentence of which "it" is the node. Names no address.
public final class AgentFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private static final int TOO_MANY = 429;

    AgentFailure(String message) {
        super(message);
    }

    AgentFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// @param retryAfter seconds, as the agent's header says it; anything else counts for nothing
    static AgentFailure of(int status, String retryAfter) {
        if (status != TOO_MANY) {
            return new AgentFailure("It answered with status " + status + ".");
        }
        String when = retryAfter.matches("\\d{1,4}") ? "in " + retryAfter + " s" : "in a minute";
        return new AgentFailure("It takes no more calls from here for now; try again " + when + ".");
    }

    static AgentFailure of(@Nullable Throwable cause) {
        return switch (cause) {
            case AgentFailure e -> e;
            case SSLException e ->
                new AgentFailure("It shows another certificate than the mediator has signed for it, or none.", e);
            case HttpConnectTimeoutException e -> unreachable(e);
            case ConnectException e -> unreachable(e);
            case UnresolvedAddressException e -> unreachable(e);
            case null, default -> new AgentFailure("It broke the connection off.", cause);
        };
    }

    private static AgentFailure unreachable(Exception e) {
        return new AgentFailure("Its agent cannot be reached.", e);
    }
}
