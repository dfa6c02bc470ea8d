package dev.peercade.desktop.window;

import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.signin.SignInModel;
import dev.peercade.desktop.signin.SignInView;
import dev.peercade.peer.session.MediatorAccount;
import java.util.function.Consumer;

/// Lets users into an app's window, and out again. JavaFX thread.
public final class SignInFlow {

    private final AppWindow window;
    private final Accounts accounts;
    private final Consumer<MediatorAccount> entered;

    /// @param entered shows what comes after the sign-in
    public SignInFlow(AppWindow window, Accounts accounts, Consumer<MediatorAccount> entered) {
        this.window = window;
        this.accounts = accounts;
        this.entered = entered;
    }

    /// Asks who it is, unless that is known from last time.
    public void signIn() {
        SignInModel model = new SignInModel(accounts, window.work(), entered);
        window.show(new SignInView(model, window.shared()));
        model.begin();
    }

    /// The token is gone here whether or not the mediator could be told.
    public void signOut(MediatorAccount account) {
        window.work()
                .run(
                        () -> {
                            accounts.signOut(account);
                            return account;
                        },
                        _ -> signIn(),
                        _ -> signIn());
    }
}
