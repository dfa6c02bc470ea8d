package dev.peercade.desktop.signin;

import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.store.KnownMediators;
import dev.peercade.desktop.store.PropertiesFile;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Signs in at mediators, and keeps what the next start needs: a device token that can be revoked, never the password.
/// Calls block.
public final class Accounts {

    private static final String SERVER = "server";
    private static final String USER = "user";
    private static final String TOKEN = "token";
    private static final String TOKEN_ID = "token-id";
    private static final int LABEL_MAX = 80;

    private final Function<MediatorAccount, MediatorClient> clients;
    private final KnownMediators known;
    private final PropertiesFile file;

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

    /// @param clients such as `core::client`
    public Accounts(Function<MediatorAccount, MediatorClient> clients, UserFolders folders) {
        this.clients = clients;
        this.known = new KnownMediators(folders);
        this.file = new PropertiesFile(
                folders.data().resolve("account.properties"), "Who is signed in; sign out to make the token worthless");
    }

    /// Who was signed in when the program ended last, or null.
    public @Nullable MediatorAccount remembered() throws ProblemException {
        Properties kept = file.read();
        String server = kept.getProperty(SERVER);
        String user = kept.getProperty(USER);
        String token = kept.getProperty(TOKEN);
        if (server == null || user == null || token == null) {
            return null;
        }
        URI address = MediatorAddress.parse(server);
        return new MediatorAccount(address, user, token, true, known.pin(address));
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
        }
        if (wish.pin() != null) {
            known.remember(wish.server(), wish.pin());
        }
        Properties kept = new Properties();
        kept.setProperty(SERVER, wish.server().toString());
        kept.setProperty(USER, wish.userName());
        kept.setProperty(TOKEN, token.token());
        kept.setProperty(TOKEN_ID, token.id().toString());
        file.write(kept);
        return new MediatorAccount(wish.server(), wish.userName(), token.token(), true, pin);
    }

    /// Forgets the token, and has the mediator forget it too.
    ///
    /// @throws MediatorException when the mediator could not be told: the token is gone here all the same
    public void signOut(MediatorAccount account) throws MediatorException, ProblemException {
        String id = file.read().getProperty(TOKEN_ID);
        Properties kept = new Properties();
        kept.setProperty(SERVER, account.server().toString());
        kept.setProperty(USER, account.userName());
        file.write(kept);
        if (id != null) {
            try (MediatorClient client = clients.apply(account)) {
                client.revokeToken(UUID.fromString(id));
            }
        }
    }

    /// What to begin the sign-in with: where and as whom somebody was signed in last.
    ///
    /// @return keys `server` and `user`, each only where known
    Properties last() throws ProblemException {
        return file.read();
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
