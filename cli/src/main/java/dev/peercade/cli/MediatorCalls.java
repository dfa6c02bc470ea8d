package dev.peercade.cli;

import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;

/// Calls to a mediator outside a session, with its refusals turned into the command's own failures.
final class MediatorCalls {

    private MediatorCalls() {}

    /// What is asked of the mediator.
    @FunctionalInterface
    interface Call<T> {
        T on(MediatorClient client) throws MediatorException;
    }

    static <T> T call(PeerCore core, MediatorAccount account, Call<T> call) throws CommandFailure {
        try (MediatorClient client = core.client(account)) {
            return call.on(client);
        } catch (MediatorException e) {
            throw failure(e);
        }
    }

    static CommandFailure failure(MediatorException e) {
        return new CommandFailure(e.code(), String.valueOf(e.getMessage()), e.remedy(), e);
    }
}
