package dev.peercade.desktop.window;

import dev.peercade.desktop.control.Choices;
import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.hotkey.Hotkeys;
import dev.peercade.desktop.network.NetworkModel;
import dev.peercade.desktop.network.NetworkView;
import dev.peercade.desktop.preferences.Language;
import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.settings.Setting;
import dev.peercade.desktop.settings.SettingsModel;
import dev.peercade.desktop.settings.SettingsView;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.theme.Theme;
import dev.peercade.desktop.thread.FxThread;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.toast.Toast;
import dev.peercade.desktop.toast.Toasts;
import dev.peercade.desktop.toast.ToastsView;
import dev.peercade.peer.session.MediatorAccount;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A window that shows one screen at a time, in the user's language and colours, with dialogs and messages over it.
/// JavaFX thread.
public final class AppWindow {

    private static final Hotkey FULL_SCREEN = new Hotkey("full-screen", Chord.moonlight("X"));
    private static final Hotkey QUIT = new Hotkey("quit", Chord.moonlight("Q"));

    private static final Logger log = LoggerFactory.getLogger(AppWindow.class);

    private final Work work = Work.ofWindow();
    private final Preferences preferences;
    private final Hotkeys hotkeys;
    private final Texts shared;
    private final Toasts toasts = new Toasts(work);
    private final StackPane screens = new StackPane();
    private final OverPane over = new OverPane(screens);
    private final Scene scene = new Scene(new StackPane(), 1280, 720);
    private final Map<Hotkey, Runnable> actions = new HashMap<>();
    private final List<Texts> bundles = new ArrayList<>();
    private final List<Setting> settings = new ArrayList<>();
    private final ObjectProperty<@Nullable MediatorAccount> user = new SimpleObjectProperty<>();
    private final BooleanProperty nameHidden = new SimpleBooleanProperty();
    private final WindowModes modes;
    private final WindowPlace place;
    private final TopBar bar;
    private Function<MediatorAccount, NetworkModel> network = _ -> {
        throw new IllegalStateException("nobody has said how to look at the network");
    };
    private Runnable signOut = () -> {};
    private Runnable close = () -> {};

    /// @param app `viewer` or `streamer`: what is kept for one of them alone goes by that
    /// @param title as window managers show it
    /// @param icon what the names of its pictures begin with, such as `studio-icon`
    public record Kind(String app, String title, String icon) {}

    /// @param stage not shown yet
    /// @param stylesheet what the app adds to the theme
    public AppWindow(Stage stage, Kind kind, URL stylesheet, UserFolders folders) {
        this.preferences = new Preferences(folders, work);
        this.hotkeys = new Hotkeys(preferences);
        this.shared =
                new Texts("dev.peercade.desktop.Texts", preferences.language().map(Language::locale));
        this.place = new WindowPlace(preferences, kind.app());
        this.bar = new TopBar(
                shared,
                kind.title(),
                shownName(),
                new TopBar.Actions(this::openNetwork, this::openSettings, () -> signOut.run()));
        bundles.add(shared);
        ToastsView messages = new ToastsView(toasts, shared);
        StackPane.setAlignment(messages, Pos.TOP_RIGHT);
        StackPane root = new StackPane(screens, over, messages);
        root.getStyleClass().add("app-window");
        scene.setRoot(root);
        Theme.dress(scene, preferences.appearance());
        scene.getStylesheets()
                .add(Objects.requireNonNull(stylesheet, "a stylesheet").toExternalForm());
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        preferences.problem().subscribe(this::tell);
        FxThread.onFault(this::tell);
        stage.setScene(scene);
        stage.setTitle(kind.title());
        stage.getIcons().setAll(icons(kind.icon()));
        stage.setMinWidth(480);
        stage.setMinHeight(400);
        this.modes = new WindowModes(stage, () -> close.run());
        hotkey(FULL_SCREEN, modes::toggleFullScreen);
        hotkey(QUIT, () -> close.run());
    }

    private ObservableValue<@Nullable String> shownName() {
        return Bindings.createObjectBinding(
                () -> {
                    MediatorAccount now = user.get();
                    return now == null ? null : nameHidden.get() ? shared.now("bar.you") : now.userName();
                },
                user,
                nameHidden,
                shared.language());
    }

    private ObservableValue<String> shownServer() {
        return Bindings.createStringBinding(
                () -> {
                    MediatorAccount now = user.get();
                    return now == null || nameHidden.get()
                            ? Problem.HIDDEN
                            : now.server().toString();
                },
                user,
                nameHidden);
    }

    /// Whether others may see this window, who need not know who is signed in, and where.
    public BooleanProperty nameHidden() {
        return nameHidden;
    }

    /// Leaves out of a problem the address that others may not see now.
    public ObservableValue<UnaryOperator<Problem>> shown() {
        return Bindings.createObjectBinding(
                () -> {
                    MediatorAccount now = user.get();
                    String host = now == null ? null : now.server().getHost();
                    return host != null && nameHidden.get() ? problem -> problem.without(host) : problem -> problem;
                },
                user,
                nameHidden);
    }

    private void tell(@Nullable Problem problem) {
        if (problem != null) {
            Problem told = shown().getValue().apply(problem);
            String words = shared.orElse("problem." + told.code() + ".cause", told.cause()) + " "
                    + shared.orElse("problem." + told.code() + ".remedy", told.remedy());
            toasts.show(new Toast(Toast.Kind.WARNING, words, told));
        }
    }

    private void tell(Throwable fault) {
        log.error("A fault on the window's thread", fault);
        tell(Problem.of(fault));
    }

    private static List<Image> icons(String name) {
        return Stream.of(32, 64, 128, 256)
                .map(size -> "/dev/peercade/desktop/" + name + "-" + size + ".png")
                .map(path -> Objects.requireNonNull(AppWindow.class.getResource(path), path))
                .map(icon -> new Image(icon.toExternalForm()))
                .toList();
    }

    public void open() {
        place.restore(modes.framed());
        modes.framed().show();
    }

    /// Whether keys go to this window.
    public ReadOnlyBooleanProperty inUse() {
        return modes.framed().focusedProperty();
    }

    /// Takes the window away; what the user wanted of it is kept.
    ///
    /// @param then runs when that is written
    public void hide(Runnable then) {
        place.keep(modes.framed());
        modes.hide();
        preferences.whenSaved(then);
    }

    /// A screen that fills the window from now on, on black.
    public void show(Parent screen) {
        scene.fillProperty().unbind();
        scene.setFill(Color.BLACK);
        screens.getChildren().setAll(screen);
    }

    /// A screen below the bar, from now on.
    public void showFramed(Parent screen) {
        BorderPane framed = new BorderPane(screen);
        framed.getStyleClass().add("framed");
        framed.setTop(bar);
        show(framed);
        // Seen for a moment where the window grows.
        scene.fillProperty()
                .bind(framed.backgroundProperty()
                        .map(background -> background.getFills().getFirst().getFill())
                        .orElse(Color.BLACK));
    }

    /// Who is signed in, or null; and what signs out.
    public void user(@Nullable MediatorAccount account, Runnable signOut) {
        user.set(account);
        this.signOut = signOut;
    }

    /// What to do instead of closing the window when somebody wants it closed.
    public void onClose(Runnable close) {
        this.close = close;
    }

    /// Adds a hotkey, or gives it something else to do.
    public void hotkey(Hotkey hotkey, Runnable action) {
        hotkeys.add(hotkey);
        actions.put(hotkey, action);
    }

    private void onKey(KeyEvent event) {
        if (hotkeys.resting().get()) {
            return;
        }
        for (Hotkey hotkey : hotkeys.all()) {
            if (hotkeys.chord(hotkey).getValue().matches(event)) {
                event.consume();
                Objects.requireNonNull(actions.get(hotkey)).run();
                return;
            }
        }
    }

    public Hotkeys hotkeys() {
        return hotkeys;
    }

    /// Asks over the screen.
    public void ask(Question question) {
        over(new QuestionView(question, this::closeOver));
    }

    /// Shows something over the screen, until [#closeOver()] or Esc.
    public void over(Node panel) {
        over.open(panel);
    }

    public void closeOver() {
        over.close();
    }

    /// Adds what can be wanted of this app's window alone.
    public void setting(Setting setting) {
        settings.add(setting);
    }

    /// What looks at the network for whoever is signed in.
    public void network(Function<MediatorAccount, NetworkModel> look) {
        network = look;
    }

    private void openNetwork() {
        MediatorAccount account = user.get();
        if (account != null) {
            over(new NetworkView(network.apply(account), shared, nameHidden, this::closeOver));
        }
    }

    /// Whether streams and views that begin from now on go by way of relays only.
    public BooleanProperty relayOnly() {
        return preferences.flag("relay-only", false);
    }

    public void openSettings() {
        List<Setting> rows = new ArrayList<>();
        if (user.get() != null) {
            rows.add(new Setting(
                    shared.bind("settings.server"),
                    () -> new ServerView(shared, shownServer(), () -> {
                        closeOver();
                        signOut.run();
                    })));
        }
        rows.add(Setting.of(
                shared,
                "settings.language",
                () -> Choices.box(shared, "settings.language", Language.values(), preferences.language())));
        rows.add(Setting.of(
                shared,
                "settings.appearance",
                () -> Choices.box(shared, "settings.appearance", Appearance.values(), preferences.appearance())));
        rows.addAll(settings);
        rows.add(Setting.flag(shared, "settings.relay-only", relayOnly()));
        over(new SettingsView(new SettingsModel(hotkeys, bundles), shared, rows, this::closeOver));
    }

    public Toasts toasts() {
        return toasts;
    }

    public ObjectProperty<WindowMode> mode() {
        return modes.mode();
    }

    /// Whether [#shrink()] would do something.
    public BooleanBinding shrinkable() {
        return modes.shrinkable();
    }

    /// Has the window take less of the screen.
    public void shrink() {
        modes.shrink();
    }

    /// For whatever takes time.
    public Work work() {
        return work;
    }

    /// The texts of desktop-kit.
    public Texts shared() {
        return shared;
    }

    /// The texts of an app, where the names of its hotkeys are found too.
    ///
    /// @param bundle such as `dev.peercade.viewer.Texts`
    public Texts texts(String bundle) {
        Texts texts = shared.of(bundle);
        bundles.add(texts);
        return texts;
    }

    public Preferences preferences() {
        return preferences;
    }
}
