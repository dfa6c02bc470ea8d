package dev.peercade.cli;

import dev.peercade.model.peer.Peer;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "register", description = "Make an account on a mediator.", sortOptions = false)
final class RegisterCommand implements Callable<Integer> {

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private StandbyOptions standby = new StandbyOptions();

    @Override
    public Integer call() throws CommandFailure {
        try (PeerCore core = PeerCore.open(network.coreSettings())) {
            MediatorAccount wanted = account.account(core, shared.output());
            Peer peer = MediatorCalls.call(core, wanted, client -> client.register());
            shared.output()
                    .show(new CommandEvent.Registered(
                            peer.userName(), wanted.server().toString()));
        }
        standby.keepReady();
        return ExitCode.OK.code();
    }
}
