package dev.peercade.viewer.watch;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Scrolls;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.video.VideoSurface;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.WindowMode;
import dev.peercade.viewer.join.JoinView;
import dev.peercade.viewer.watch.Quality.Verdict;
import dev.peercade.viewer.watch.WatchModel.Phase;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The picture, without anything around it; over it the steps while joining, the controls, the figures if
/// wanted, and what went wrong.
public final class WatchView extends StackPane implements AutoCloseable {

    private final WatchModel model;
    private final AppWindow window;
    private final Texts texts;
    private final Runnable back;
    private final VideoSurface surface;
    private final ControlBar bar;

    /// @param back leaves this screen
    public WatchView(WatchModel model, AppWindow window, Texts texts, Runnable back) {
        this.model = model;
        this.window = window;
        this.texts = texts;
        this.back = back;
        this.surface = new VideoSurface(model::onShown);
        this.bar = new ControlBar(model, window, texts, back);
        getStyleClass().add("watch");
        BooleanBinding watching = model.phase().isEqualTo(Phase.WATCHING);
        // On a break the last picture stays, dimmed.
        surface.opacityProperty().bind(Bindings.when(watching).then(1.0).otherwise(0.35));
        BooleanBinding joining =
                model.phase().isEqualTo(Phase.JOINING).or(model.phase().isEqualTo(Phase.AWAITING_APPROVAL));
        BooleanBinding again = model.attempt().greaterThan(0);
        BooleanBinding ended =
                model.phase().isEqualTo(Phase.ENDED).and(model.problem().isNotNull());
        BooleanBinding stalled =
                model.phase().isEqualTo(Phase.STALLED).or(model.phase().isEqualTo(Phase.BROKEN));
        bar.visibleProperty().bind(watching.and(model.controls().shown()));
        StackPane.setAlignment(bar, Pos.BOTTOM_CENTER);
        Node warning = new WarningView(model, window, texts);
        warning.visibleProperty()
                .bind(watching.and(model.warningsWanted()).and(model.verdict().isNotEqualTo(Verdict.GOOD)));
        StackPane.setAlignment(warning, Pos.BOTTOM_CENTER);
        Node statistics = new StatisticsView(model.figures(), texts);
        statistics.visibleProperty().bind(model.figures().isNotNull());
        StackPane.setAlignment(statistics, Pos.TOP_LEFT);
        Node broken = new BreakView(model, texts, window.shared(), back);
        broken.visibleProperty().bind(stalled.or(joining.and(again)));
        Node steps = steps();
        steps.visibleProperty()
                .bind(joining.and(again.not())
                        .or(model.phase().isEqualTo(Phase.LEAVING))
                        .or(ended));
        for (Node panel : List.of(steps, broken, warning)) {
            StackPane.setMargin(panel, new Insets(16));
        }
        getChildren().addAll(surface, warning, bar, steps, broken);
        // It is not even drawn while nobody wants it.
        model.statisticsShown().subscribe(shown -> {
            getChildren().remove(statistics);
            if (shown) {
                getChildren().add(1, statistics);
            }
        });
        listen();
    }

    /// Joins the session, and shows its pictures here.
    public void join() {
        model.join(surface::show);
    }

    @Override
    public void close() {
        surface.close();
    }

    private void listen() {
        addEventFilter(MouseEvent.MOUSE_MOVED, _ -> model.controls().touch());
        addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> model.controls().touch());
        surface.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                window.mode().set(windowed() ? WindowMode.FULL_SCREEN : WindowMode.WINDOWED);
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::beforeKey);
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        // What is hidden must not have the focus: the next key would do something unseen.
        bar.visibleProperty().subscribe(shown -> {
            if (!shown && bar.isFocusWithin()) {
                requestFocus();
            }
        });
        cursorProperty()
                .bind(Bindings.createObjectBinding(
                        () -> bar.isVisible() || windowed() || model.phase().get() != Phase.WATCHING
                                ? Cursor.DEFAULT
                                : Cursor.NONE,
                        bar.visibleProperty(),
                        window.mode(),
                        model.phase()));
    }

    private boolean windowed() {
        return window.mode().get() == WindowMode.WINDOWED;
    }

    /// Controls keep the keys by which one walks through them to themselves.
    private void beforeKey(KeyEvent event) {
        switch (event.getCode()) {
            case TAB, LEFT, RIGHT, UP, DOWN -> {
                model.controls().touch();
                if (isFocused() && bar.isVisible()) {
                    bar.focusFirst();
                    event.consume();
                }
            }
            // The first control leaves: pressed twice, these would.
            case SPACE, ENTER -> model.controls().touch();
            default -> {}
        }
    }

    private void onKey(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> {
                escape();
                event.consume();
            }
            case ENTER -> {
                if (getScene().getFocusOwner() instanceof ButtonBase button && !(button instanceof MenuButton)) {
                    button.fire();
                    event.consume();
                }
            }
            default -> {}
        }
    }

    /// One step back: out of the full screen, then to the button that leaves; where nothing is to be seen, out.
    private void escape() {
        if (!windowed()) {
            window.mode().set(WindowMode.WINDOWED);
        } else if (model.phase().get() == Phase.WATCHING) {
            model.controls().touch();
            bar.focusFirst();
        } else {
            back.run();
        }
    }

    /// While joining, and where that has failed or the session is over.
    private Node steps() {
        ObservableValue<Boolean> over = model.phase().map(phase -> phase == Phase.ENDED);
        Label title = new Label();
        title.getStyleClass().add(Styles.TITLE_4);
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> texts.now(title()), model.phase(), model.seen(), texts.language()));
        JoinView lines = new JoinView(model.steps(), texts);
        Node scroll = Scrolls.vertical(lines);
        scroll.visibleProperty()
                .bind(model.phase()
                        .map(phase -> phase != Phase.LEAVING
                                && !(phase == Phase.ENDED && model.seen().get())));
        scroll.managedProperty().bind(scroll.visibleProperty());
        Button cancel = Buttons.text(texts, "watch.cancel", back);
        shown(cancel, model.phase().map(phase -> phase != Phase.LEAVING && phase != Phase.ENDED));
        Button again = Buttons.text(texts, "watch.again", this::join);
        again.getStyleClass().add(Styles.ACCENT);
        ObservableValue<Boolean> rejoinable = model.rejoinable();
        shown(again, over.flatMap(now -> rejoinable.map(sensible -> now && sensible)));
        Button accept = Buttons.text(texts, "watch.accept-identity", model::acceptIdentity);
        ObservableValue<Boolean> doubted = model.identityDoubted();
        shown(accept, over.flatMap(now -> doubted.map(sensible -> now && sensible)));
        Button leave = Buttons.text(texts, "watch.back", back);
        shown(leave, over);
        HBox actions = new HBox(again, leave, cancel, accept);
        actions.getStyleClass().add("action-row");
        VBox box = new VBox(title, scroll, new ProblemView(window.shared(), model.problem()), actions);
        box.getStyleClass().add("panel");
        box.setMaxHeight(USE_PREF_SIZE);
        box.visibleProperty().subscribe(shown -> {
            if (shown) {
                (again.isVisible() ? again : leave.isVisible() ? leave : cancel).requestFocus();
            }
        });
        return box;
    }

    private String title() {
        return switch (model.phase().get()) {
            case AWAITING_APPROVAL -> "watch.awaiting-approval";
            case LEAVING -> "watch.leaving";
            case ENDED -> model.seen().get() ? "watch.over" : "watch.join-failed";
            default -> "watch.joining";
        };
    }

    private static void shown(Button button, ObservableValue<Boolean> when) {
        button.visibleProperty().bind(when);
        button.managedProperty().bind(when);
    }
}
