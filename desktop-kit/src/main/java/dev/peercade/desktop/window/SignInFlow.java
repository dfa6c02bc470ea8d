package dev.peercade.desktop.window;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.signin.SignInModel;
import dev.peercade.desktop.signin.SignInView;
import dev.peercade.model.ProblemCode;
import dev.peercade.peer.session.MediatorAccount;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

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
        reset();
        window.showFramed(new SignInView(model, window.shared()));
        model.begin();
    }

    /// Whatever is shown, and however, belongs to who was signed in.
    private void reset() {
        window.user(null, () -> {});
        window.closeOver();
        window.mode().set(WindowMode.WINDOWED);
    }

    /// Names who is signed in above each screen, where there is also what signs out.
    ///
    /// @param leaving leaves what is shown, then runs what it gets
    public void name(MediatorAccount account, Consumer<Runnable> leaving) {
        window.user(account, () -> leaving.accept(() -> signOut(account)));
    }

    /// Asks anew who it is where a screen finds out that the mediator knows this machine no more.
    ///
    /// @param leaving runs before that
    public void follow(ObservableValue<@Nullable Problem> problem, Runnable leaving) {
        problem.subscribe(now -> {
            if (now != null && now.code().equals(ProblemCode.UNAUTHENTICATED.toString())) {
                leaving.run();
                signIn();
            }
        });
    }

    /// The token is gone here whether or not the mediator could be told.
    private void signOut(MediatorAccount account) {
        reset();
        ProgressIndicator progress = new ProgressIndicator();
        progress.setMaxSize(48, 48);
        progress.accessibleTextProperty().bind(window.shared().bind("sign-out.busy"));
        window.showFramed(new StackPane(progress));
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
