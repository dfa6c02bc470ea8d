package dev.peercade.viewer.watch;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.problem.CopyButton;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import dev.peercade.viewer.watch.WatchModel.Phase;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Lies over the last picture while nothing comes: what has happened, and when the next attempt begins.
final class BreakView extends VBox {

    private final WatchModel model;
    private final Texts texts;
    private final Texts shared;

    /// @param shared the texts of desktop-kit
    /// @param back leaves this screen
    BreakView(WatchModel model, Texts texts, Texts shared, Runnable back) {
        this.model = model;
        this.texts = texts;
        this.shared = shared;
        getStyleClass().add("panel");
        setId("watch-break");
        setMaxHeight(USE_PREF_SIZE);
        Label title = new Label();
        title.getStyleClass().add(Styles.TITLE_4);
        title.textProperty().bind(followed(this::title));
        Label cause = new Label();
        cause.setWrapText(true);
        cause.getStyleClass().add(Styles.TEXT_MUTED);
        cause.textProperty().bind(followed(this::cause));
        Label next = new Label();
        next.setId("watch-next-try");
        next.setWrapText(true);
        next.textProperty().bind(followed(this::next));
        Button retry = Buttons.text(texts, "watch.retry", model::retry);
        retry.getStyleClass().add(Styles.ACCENT);
        retry.visibleProperty()
                .bind(model.phase().isEqualTo(Phase.STALLED).or(model.phase().isEqualTo(Phase.BROKEN)));
        retry.managedProperty().bind(retry.visibleProperty());
        Button leave = Buttons.text(texts, "watch.leave", back);
        leave.setId("watch-break-leave");
        Button copy = CopyButton.of(shared, model.problem()::get);
        copy.visibleProperty().bind(model.problem().isNotNull());
        copy.managedProperty().bind(copy.visibleProperty());
        HBox actions = new HBox(retry, leave, copy);
        actions.getStyleClass().add("action-row");
        getChildren().addAll(title, cause, next, actions);
        visibleProperty().subscribe(shown -> {
            if (shown) {
                retry.requestFocus();
            }
        });
    }

    private StringBinding followed(java.util.function.Supplier<String> text) {
        return Bindings.createStringBinding(
                text::get, model.phase(), model.problem(), model.attempt(), model.nextTrySeconds(), texts.language());
    }

    private String title() {
        return texts.now(
                switch (model.phase().get()) {
                    case STALLED -> "watch.stalled";
                    case BROKEN -> "watch.broken";
                    default -> "watch.again.joining";
                });
    }

    private String cause() {
        Problem problem = model.problem().get();
        return problem == null ? texts.now("watch.picture-stays") : words(problem);
    }

    private String words(Problem problem) {
        String key = "problem." + problem.code();
        return shared.orElse(key + ".cause", problem.cause()) + " " + shared.orElse(key + ".remedy", problem.remedy());
    }

    private String next() {
        return switch (model.phase().get()) {
            case STALLED ->
                texts.now("watch.stalled.next", model.nextTrySeconds().get());
            case BROKEN ->
                texts.now(
                        "watch.broken.next",
                        model.nextTrySeconds().get(),
                        model.attempt().get(),
                        Retrying.ATTEMPTS);
            default -> texts.now("watch.attempt", model.attempt().get(), Retrying.ATTEMPTS);
        };
    }
}
