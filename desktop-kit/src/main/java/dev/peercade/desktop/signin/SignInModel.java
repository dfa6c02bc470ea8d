package dev.peercade.desktop.signin;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.thread.Work;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorException;
import java.net.URI;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides what the sign-in shows. Window's thread.
public final class SignInModel {

    /// What has to be filled in, in the order of the fields.
    public enum Missing {
        SERVER,
        USER_NAME,
        PASSWORD
    }

    private final Accounts accounts;
    private final Work work;
    private final Consumer<MediatorAccount> signedIn;
    private final StringProperty server = new SimpleStringProperty("");
    private final ObservableList<String> servers = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<String> serversForAll = FXCollections.unmodifiableObservableList(servers);
    private final StringProperty userName = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final BooleanProperty registering = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Missing> missing = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable String> presentedPin = new ReadOnlyObjectWrapper<>();

    /// @param signedIn takes the account, once
    public SignInModel(Accounts accounts, Work work, Consumer<MediatorAccount> signedIn) {
        this.accounts = accounts;
        this.work = work;
        this.signedIn = signedIn;
    }

    /// Fills in what is known from last time, and signs in where a token is left.
    public void begin() {
        work.run(accounts::last, this::fill, this::failed);
    }

    private void fill(Accounts.Last last) {
        server.set(last.server());
        userName.set(last.userName());
        servers.setAll(last.servers());
        if (last.signedIn()) {
            busy.set(true);
            work.run(
                    accounts::remembered,
                    account -> {
                        busy.set(false);
                        if (account != null) {
                            signedIn.accept(account);
                        }
                    },
                    this::failed);
        }
    }

    /// Signs in with what is filled in, or says what is not.
    public void submit() {
        submit(null);
    }

    /// Signs in at the mediator whose certificate was shown, and remembers that.
    public void trust() {
        submit(presentedPin.get());
    }

    private void submit(@Nullable String pin) {
        if (busy.get()) {
            return;
        }
        missing.set(firstMissing());
        if (missing.get() != null) {
            return;
        }
        URI address;
        try {
            address = MediatorAddress.parse(server.get().strip());
        } catch (ProblemException e) {
            failed(e);
            return;
        }
        busy.set(true);
        problem.set(null);
        presentedPin.set(null);
        Accounts.Wish wish = new Accounts.Wish(address, userName.get().strip(), password.get(), registering.get(), pin);
        work.run(
                () -> accounts.signIn(wish),
                account -> {
                    busy.set(false);
                    password.set("");
                    signedIn.accept(account);
                },
                this::failed);
    }

    private @Nullable Missing firstMissing() {
        if (server.get().isBlank()) {
            return Missing.SERVER;
        }
        if (userName.get().isBlank()) {
            return Missing.USER_NAME;
        }
        return password.get().isEmpty() ? Missing.PASSWORD : null;
    }

    private void failed(Exception e) {
        busy.set(false);
        problem.set(Problem.of(e));
        presentedPin.set(e instanceof MediatorException refused ? refused.presentedPin() : null);
    }

    public StringProperty server() {
        return server;
    }

    /// Where somebody has signed in before, the latest first.
    public ObservableList<String> servers() {
        return serversForAll;
    }

    public StringProperty userName() {
        return userName;
    }

    public StringProperty password() {
        return password;
    }

    /// Whether an account is to be made first.
    public BooleanProperty registering() {
        return registering;
    }

    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /// The first field that was empty at the last attempt, or null.
    public ReadOnlyObjectProperty<@Nullable Missing> missing() {
        return missing.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Of a certificate that nobody vouches for: it asks for [#trust()].
    public ReadOnlyObjectProperty<@Nullable String> presentedPin() {
        return presentedPin.getReadOnlyProperty();
    }
}
