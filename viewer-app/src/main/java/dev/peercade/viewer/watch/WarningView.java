package dev.peercade.viewer.watch;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.viewer.watch.Quality.Verdict;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Says why the picture is poor, and offers what may help.
final class WarningView extends VBox {

    WarningView(WatchModel model, AppWindow window, Texts texts) {
        getStyleClass().addAll("quality-warning", "on-picture");
        setId("watch-warning");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        BooleanBinding slow = model.verdict().isEqualTo(Verdict.SLOW_MACHINE);
        Label title = new Label(null, new FontIcon("mdi2a-alert-outline"));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.textProperty()
                .bind(Bindings.when(slow)
                        .then(texts.bind("watch.slow-machine"))
                        .otherwise(texts.bind("watch.poor-way")));
        Label remedy = new Label();
        remedy.setWrapText(true);
        remedy.textProperty()
                .bind(Bindings.when(slow)
                        .then(texts.bind("watch.slow-machine.remedy"))
                        .otherwise(texts.bind("watch.poor-way.remedy")));
        Button way = Buttons.text(texts, "watch.new-way", model::retry);
        visible(way, slow.not());
        Button smaller = Buttons.text(texts, "watch.smaller", window::shrink);
        visible(smaller, slow.and(window.shrinkable()));
        Button quiet = Buttons.text(
                texts, "watch.warn-no-more", () -> model.warningsWanted().set(false));
        HBox actions = new HBox(way, smaller, quiet);
        actions.getStyleClass().add("action-row");
        getChildren().addAll(title, remedy, actions);
    }

    private static void visible(Button button, BooleanBinding when) {
        button.visibleProperty().bind(when);
        button.managedProperty().bind(when);
    }
}
