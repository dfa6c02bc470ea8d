package dev.peercade.desktop.signin;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.secret.SecretPlace;
import dev.peercade.desktop.secret.Secrets;
import dev.peercade.desktop.store.KnownMediators;
import dev.peercade.desktop.store.PropertiesFile;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Signs in at mediators, and keeps what the next start needs: a device token that can be revoked, never the password.
/// Calls block.
public final class Accounts {

    private static final String SERVER = "server";
    private static final String USER = "user";
    /// Of the token that is kept; there is one as long as somebody is signed in.
    private static final String TOKEN_ID = "token-id";
    /// The latest first, with spaces between them.
    private static final String SERVERS = "servers";

    private static final int SERVERS_MAX = 8;
    private static final int LABEL_MAX = 80;

    private final Function<MediatorAccount, MediatorClient> clients;
    private final Consumer<MediatorAccount> forget;
    private final KnownMediators known;
    private final PropertiesFile file;
    private final Secrets secrets;

    /// What a person has typed.
    ///
    /// @param pin of a certificate that the person accepts now, or null
    public record Wish(
            URI server,
            String userName,
            String password,
            boolean register,
            @Nullable String pin) {

        /// Passwords stay out of every log.
        @Override
        public String toString() {
            return "Wish[" + server + ", userName=" + userName + ", register=" + register + "]";
        }
    }

    /// What to begin the sign-in with.
    ///
    /// @param server where somebody was signed in last, or empty
    /// @param userName as whom, or empty
    /// @param servers where somebody has signed in, the latest first
    /// @param signedIn whether somebody is
    record Last(String server, String userName, List<String> servers, boolean signedIn) {}

    /// @param clients such as `core::client`
    /// @param forget lets go of what is known of an account that is not used any more, such as `core::forget`
    public Accounts(
            Function<MediatorAccount, MediatorClient> clients, Consumer<MediatorAccount> forget, UserFolders folders) {
        this.clients = clients;
        this.forget = forget;
        this.known = new KnownMediators(folders);
        this.file =
                new PropertiesFile(folders.data().resolve("account.properties"), "Who was signed in last, and where");
        this.secrets = Secrets.of(folders);
    }

    /// Who was signed in when the program ended last, or null. The mediator is asked whether that still counts; where
    /// it gives no answer, it does.
    ///
    /// @throws ProblemException with the code `keyring` when the token cannot be had now, and with `signed-out`
    ///     when the mediator has forgotten it; then so has this machine
    /// @throws MediatorException when its certificate has to be accepted first
    public @Nullable MediatorAccount remembered() throws MediatorException, ProblemException {
        Last last = last();
        if (!last.signedIn) {
            return null;
        }
        URI server = MediatorAddress.parse(last.server);
        String token = secrets.read(key(last.server, last.userName));
        MediatorAccount account = new MediatorAccount(server, last.userName, token, true, known.pin(server));
        try (MediatorClient client = clients.apply(account)) {
            client.authenticate();
        } catch (MediatorException e) {
            if (e.code().equals(ProblemCode.UNAUTHENTICATED.toString())) {
                forget(account);
                throw new ProblemException(
                        new Problem(
                                "signed-out",
                                "The mediator has forgotten this machine: it was signed out elsewhere.",
                                "Sign in again with your password."),
                        e);
            }
            if (e.presentedPin() != null) {
                throw e;
            }
        }
        return account;
    }

    /// @return the account with its token
    public MediatorAccount signIn(Wish wish) throws MediatorException, ProblemException {
        String pin = wish.pin() != null ? wish.pin() : known.pin(wish.server());
        MediatorAccount byPassword = new MediatorAccount(wish.server(), wish.userName(), wish.password(), false, pin);
        IssuedToken token;
        try (MediatorClient client = clients.apply(byPassword)) {
            if (wish.register()) {
                client.register();
            }
            token = client.issueDeviceToken(label());
        } finally {
            // The password is in it.
            forget.accept(byPassword);
        }
        if (wish.pin() != null) {
            known.remember(wish.server(), wish.pin());
        }
        String server = wish.server().toString();
        String key = key(server, wish.userName());
        Last before = last();
        if (before.signedIn && !key.equals(key(before.server, before.userName))) {
            secrets.delete(key(before.server, before.userName));
        }
        secrets.write(key, token.token());
        Properties kept = new Properties();
        kept.setProperty(SERVERS, String.join(" ", withFirst(server, before.servers)));
        kept.setProperty(SERVER, server);
        kept.setProperty(USER, wish.userName());
        kept.setProperty(TOKEN_ID, token.id().toString());
        file.write(kept);
        return new MediatorAccount(wish.server(), wish.userName(), token.token(), true, pin);
    }

    /// Forgets the token, and has the mediator forget it too.
    ///
    /// @throws MediatorException when the mediator could not be told: nobody is signed in here all the same
    public void signOut(MediatorAccount account) throws MediatorException, ProblemException {
        String id = forget(account);
        if (id != null) {
            try (MediatorClient client = clients.apply(account)) {
                client.revokeToken(UUID.fromString(id));
            }
        }
        forget.accept(account);
    }

    /// @return the token's id, or null where there was none
    private @Nullable String forget(MediatorAccount account) throws ProblemException {
        Properties kept = file.read();
        String id = (String) kept.remove(TOKEN_ID);
        file.write(kept);
        secrets.delete(key(account.server().toString(), account.userName()));
        return id;
    }

    /// Where the token of who is signed in lies; null while nobody is.
    public @Nullable SecretPlace keptIn() throws ProblemException {
        Last last = last();
        return last.signedIn ? secrets.place(key(last.server, last.userName)) : null;
    }

    /// The mediators that somebody has signed in at, the latest first, at most 8.
    public List<String> servers() throws ProblemException {
        return last().servers;
    }

    Last last() throws ProblemException {
        Properties kept = file.read();
        List<String> servers = Stream.of(kept.getProperty(SERVERS, "").split(" "))
                .filter(server -> !server.isEmpty())
                .toList();
        return new Last(
                kept.getProperty(SERVER, ""), kept.getProperty(USER, ""), servers, kept.getProperty(TOKEN_ID) != null);
    }

    private static List<String> withFirst(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream())
                .distinct()
                .limit(SERVERS_MAX)
                .toList();
    }

    private static String key(String server, String userName) {
        return userName + " at " + server;
    }

    private static String label() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "this machine";
        }
        String label = "Peercade on " + host;
        return label.substring(0, Math.min(LABEL_MAX, label.length()));
    }
}
