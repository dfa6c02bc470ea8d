package dev.peercade.streamer.air;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Texted;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.streamer.air.AirModel.Phase;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.binding.StringBinding;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// How it stands: the mark, what is shown, for how long, and the figures of the last second.
final class StatusView extends VBox {

    /// What the mark says.
    public enum Mark {
        STARTING("mdi2d-dots-horizontal"),
        LIVE("mdi2a-access-point"),
        PAUSED("mdi2p-pause"),
        ENDED("mdi2s-stop");

        private final String icon;

        Mark(String icon) {
            this.icon = icon;
        }

        static Mark of(Phase phase, boolean paused) {
            return switch (phase) {
                case STARTING -> STARTING;
                case VISIBLE, WATCHED, ENDING -> paused ? PAUSED : LIVE;
                case ENDED -> ENDED;
            };
        }
    }

    private static final String NONE = "\u2013";

    private final AirModel model;
    private final Words words;

    StatusView(AirModel model, Words words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("air-status");
        HBox head = new HBox(mark(), titles(), clock());
        head.getStyleClass().add("air-head");
        getChildren().addAll(head, tiles());
    }

    private Node mark() {
        FontIcon icon = new FontIcon();
        Label mark = new Label(null, icon);
        mark.setId("air-mark");
        mark.getStyleClass().add("air-mark");
        mark.setMinWidth(USE_PREF_SIZE);
        Runnable show = () -> {
            Mark now = Mark.of(model.phase().get(), model.paused().get());
            icon.setIconLiteral(now.icon);
            for (Mark each : Mark.values()) {
                mark.pseudoClassStateChanged(
                        PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)), each == now);
            }
        };
        model.phase().subscribe(show);
        model.paused().subscribe(show);
        show.run();
        mark.textProperty()
                .bind(words.bind(
                        () -> words.now("air.mark."
                                + Mark.of(model.phase().get(), model.paused().get())),
                        model.phase(),
                        model.paused()));
        return mark;
    }

    private Node titles() {
        Label title = new Label(model.show().title());
        title.getStyleClass().add(Styles.TITLE_3);
        Label phase = new Label();
        phase.setId("air-phase");
        phase.getStyleClass().add(Styles.TEXT_MUTED);
        phase.textProperty()
                .bind(words.bind(() -> words.now("air.phase." + model.phase().get()), model.phase()));
        VBox titles = new VBox(title, phase);
        titles.setMinWidth(0);
        HBox.setHgrow(titles, Priority.ALWAYS);
        return titles;
    }

    private Node clock() {
        Label clock = new Label();
        clock.setId("air-clock");
        clock.getStyleClass().addAll(Styles.TITLE_2, "clock");
        clock.setMinWidth(USE_PREF_SIZE);
        clock.textProperty().bind(words.bind(() -> Words.clock(model.onAir().get()), model.onAir()));
        clock.accessibleTextProperty().bind(words.texts().bind("air.clock", clock.textProperty()));
        return clock;
    }

    private Node tiles() {
        FlowPane tiles = new FlowPane(
                tile("game", words.bind(() -> model.show().game())),
                tile("viewers", figure(now -> Integer.toString(now.viewers()))),
                tile("rate", figure(now -> words.mbits(now.bitrateKbps()))),
                tile("fps", figure(now -> words.now("air.fps", now.fps()))),
                tile("picture", figure(now -> now.width() + "\u00d7" + now.height())),
                tile("encoder", words.texts().bind("air.encoder")),
                tile("path", figure(now -> now.path() == null ? NONE : words.now("path." + now.path()))));
        tiles.setId("air-figures");
        tiles.getStyleClass().add("figures");
        tiles.visibleProperty().bind(model.phase().isNotEqualTo(Phase.ENDED));
        tiles.managedProperty().bind(tiles.visibleProperty());
        return tiles;
    }

    private StringBinding figure(Function<StreamFigures, String> value) {
        return words.bind(
                () -> {
                    StreamFigures now = model.figures().get();
                    return now == null ? NONE : value.apply(now);
                },
                model.figures());
    }

    private Node tile(String key, StringBinding value) {
        Label name = Texted.label(words.texts(), "air.tile." + key, Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        Label figure = new Label();
        figure.getStyleClass().add(Styles.TEXT_BOLD);
        figure.textProperty().bind(value);
        VBox tile = new VBox(name, figure);
        tile.getStyleClass().add("figure");
        return tile;
    }
}
