package dev.peercade.cli;

import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How this peer reaches the world.
final class NetworkOptions {

    @Option(
            names = "--stun-server",
            paramLabel = "HOST:PORT",
            description = "Where to ask for the public address, instead of the mediator's own responder.")
    @Nullable
    String stunServer;

    @Option(
            names = "--allow-plain-http",
            description = "Talk to a mediator without encryption. Passwords can then be read on the way.")
    boolean allowPlainHttp;

    @Option(names = "--no-push", description = "Use no push channel, only the polls of the protocol.")
    boolean noPush;

    @Option(
            names = "--relay-only",
            description = "Send and receive by way of relays only, so that the other side never learns an address of"
                    + " yours. Needs a mediator with relay nodes; slower than a direct path.")
    boolean relayOnly;

    @Option(
            names = "--accept-identity",
            paramLabel = "USER",
            description = "Take the new identity key of this user for their own. Only when they have told you so"
                    + " themselves. May be repeated.")
    Set<String> newIdentities = Set.of();

    ConnectOptions connect() {
        return new ConnectOptions(!noPush, relayOnly);
    }

    PeerCoreSettings coreSettings() throws CommandFailure {
        Path folder = Caller.current().folders().data();
        return new PeerCoreSettings(
                stun(), null, true, allowPlainHttp, new PeerCoreSettings.Memory(folder, newIdentities));
    }

    private @Nullable InetSocketAddress stun() throws CommandFailure {
        String text = stunServer;
        if (text == null) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65536) {
                return new InetSocketAddress(text.substring(0, colon).replaceAll("^\\[|]$", ""), port);
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence below.
        }
        throw new CommandFailure(
                "usage", "'" + text + "' is not a STUN server.", "Give one such as stun.example:3478.");
    }
}
