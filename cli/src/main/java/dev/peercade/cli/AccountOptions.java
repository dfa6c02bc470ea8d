package dev.peercade.cli;

import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.signin.MediatorAddress;
import dev.peercade.desktop.store.KnownMediators;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which mediator, and as whom.
final class AccountOptions {

    /// A password file holds one line; anything longer is the wrong file.
    private static final int PASSWORD_FILE_MAX_BYTES = 1024;

    private static final Set<String> AWAY = Set.of("unreachable", "timeout");

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The mediator, such as https://play.example:8480. On this machine: ${DEFAULT-VALUE}.",
            defaultValue = "http://127.0.0.1:8480")
    String server = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Your user name there.")
    @Nullable
    String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "File whose first line is your password. Without it you are asked, where there is a terminal.")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--server-pin",
            paramLabel = "PIN",
            description = "Fingerprint of the mediator's own certificate, as it prints it: 'sha-256 AB:CD:...'.")
    @Nullable
    String serverPin;

    /// Whether these options and the terminal can say who it is; otherwise a window has to ask.
    boolean known() throws CommandFailure {
        return user != null && (passwordFile != null || Caller.console() != null);
    }

    /// Asks the person at the terminal for what is missing: the password, and whether a certificate that nothing
    /// vouches for is the mediator's.
    ///
    /// @throws CommandFailure when the address is none, there is no password to be had or the certificate is not
    ///     accepted
    MediatorAccount account(PeerCore core, Output output) throws CommandFailure {
        return account(core, output, false);
    }

    /// Likewise, for who can do something while the mediator is away too: its certificate is then not asked for.
    MediatorAccount accountThoughAway(PeerCore core, Output output) throws CommandFailure {
        return account(core, output, true);
    }

    private MediatorAccount account(PeerCore core, Output output, boolean mayBeAway) throws CommandFailure {
        KnownMediators known = new KnownMediators(Caller.current().folders());
        try {
            URI address = MediatorAddress.parse(server);
            String name = user;
            if (name == null) {
                throw new CommandFailure("usage", "Nothing says who you are.", "Give your user name with --user.");
            }
            String pin = serverPin != null ? serverPin : known.pin(address);
            MediatorAccount account = new MediatorAccount(address, name, password(name), false, pin);
            MediatorAccount trusted = pin == null && "https".equals(address.getScheme())
                    ? trusted(core, account, known, mayBeAway)
                    : account;
            warnOfReaders(output);
            return trusted;
        } catch (ProblemException e) {
            throw CommandFailure.of(e);
        }
    }

    /// The mediator for who does not say who they are, which is enough for what it tells everybody. Nobody is
    /// asked about its certificate, since nothing is entrusted to it.
    MediatorAccount nobody() throws CommandFailure {
        KnownMediators known = new KnownMediators(Caller.current().folders());
        try {
            URI address = MediatorAddress.parse(server);
            String pin = serverPin != null ? serverPin : known.pin(address);
            return new MediatorAccount(address, "", "", false, pin);
        } catch (ProblemException e) {
            throw CommandFailure.of(e);
        }
    }

    private static MediatorAccount trusted(
            PeerCore core, MediatorAccount account, KnownMediators known, boolean mayBeAway)
            throws CommandFailure, ProblemException {
        try (MediatorClient client = core.client(account)) {
            client.info();
            return account;
        } catch (MediatorException e) {
            String presented = e.presentedPin();
            if (mayBeAway && AWAY.contains(e.code())) {
                return account;
            }
            Console console = presented == null ? null : Caller.console();
            if (presented == null || console == null) {
                throw MediatorCalls.failure(e);
            }
            console.printf(
                    "%s shows a certificate that nobody vouches for. Its pin is%n  %s%n", account.server(), presented);
            String answer = console.readLine("Is that the pin which the mediator printed at its start? [y/N] ");
            if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
                throw MediatorCalls.failure(e);
            }
            known.remember(account.server(), presented);
            return new MediatorAccount(account.server(), account.userName(), account.secret(), false, presented);
        }
    }

    private String password(String name) throws CommandFailure {
        Path file = passwordFile;
        if (file == null) {
            Console console = Caller.console();
            char[] typed = console == null ? null : console.readPassword("Password of %s: ", name);
            if (typed == null || typed.length == 0) {
                throw new CommandFailure(
                        "usage", "No password was given.", "Write it into a file and name that with --password-file.");
            }
            return new String(typed);
        }
        try {
            if (Files.size(file) > PASSWORD_FILE_MAX_BYTES && Files.isRegularFile(file)) {
                throw new CommandFailure(
                        "usage",
                        file + " is too long for a password file.",
                        "Put the password alone into its first line.");
            }
            String line = Files.readString(file).lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw new CommandFailure("usage", file + " is empty.", "Put the password into its first line.");
            }
            return line;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("usage", "There is no file " + file + ".", "Write the password into it.", e);
        } catch (IOException e) {
            throw new CommandFailure("usage", file + " cannot be read.", "Make it a text file that you may read.", e);
        }
    }

    /// As ssh does of keys, though it goes on: the file may be in a folder that nobody else can enter.
    private void warnOfReaders(Output output) {
        Path file = passwordFile;
        if (file == null || !Files.isRegularFile(file)) {
            return;
        }
        Set<PosixFilePermission> granted;
        try {
            granted = Files.getPosixFilePermissions(file);
        } catch (IOException | UnsupportedOperationException e) {
            // It could be read a moment ago; where a file has other permissions there is nothing to warn of.
            return;
        }
        if (granted.contains(PosixFilePermission.GROUP_READ) || granted.contains(PosixFilePermission.OTHERS_READ)) {
            output.warn("Others on this machine may read the password in " + file
                    + ". To keep it to yourself: chmod 600 " + file);
        }
    }
}
