package dev.peercade.streamer.studio;

import dev.peercade.desktop.control.Choices;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.text.Texts;
import dev.peercade.media.Size;
import dev.peercade.streamer.studio.Quality.Rate;
import dev.peercade.streamer.studio.Quality.Rows;
import java.util.Locale;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How well, and what that costs; the rest opens with *Custom*.
public final class QualityView extends VBox {

    private static final Size USUAL = new Size(1920, 1080);

    private final QualityModel model;
    private final Texts texts;

    QualityView(QualityModel model, Texts texts, ObservableValue<@Nullable SourceChoice> source) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("fields");
        VBox custom = new VBox(
                new HBox(
                        wide(Texted.field(texts, "studio.rows", box("studio.rows", Rows.values(), model.rows()))),
                        wide(Texted.field(texts, "studio.rate", box("studio.rate", Rate.values(), model.rate())))),
                bitrate());
        custom.getStyleClass().add("fields");
        ((HBox) custom.getChildren().getFirst()).getStyleClass().add("field-row");
        custom.visibleProperty().bind(model.quality().isEqualTo(Quality.CUSTOM));
        custom.managedProperty().bind(custom.visibleProperty());
        getChildren().addAll(Texted.field(texts, "studio.quality", presets(model, texts, source)), custom);
    }

    private <E extends Enum<E>> ComboBox<E> box(
            String key, E[] values, javafx.beans.property.ObjectProperty<E> chosen) {
        return Choices.box(texts, key, values, chosen);
    }

    private static Node wide(Node field) {
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    /// The presets with what they cost of a usual screen, where there is no source yet.
    public static ComboBox<Quality> presets(Preferences preferences, Texts texts) {
        return presets(new QualityModel(preferences), texts, new SimpleObjectProperty<>());
    }

    private static ComboBox<Quality> presets(
            QualityModel model, Texts texts, ObservableValue<@Nullable SourceChoice> source) {
        ComboBox<Quality> box = new ComboBox<>();
        box.getItems().setAll(Quality.values());
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().bindBidirectional(model.quality());
        // What it costs depends on the source and on what is wanted of it.
        Choices.follow(
                box,
                () -> Choices.tell(box, quality -> told(quality, model, texts, source.getValue())),
                source,
                texts.language(),
                model.rows(),
                model.rate(),
                model.mbps());
        return box;
    }

    private static String told(Quality quality, QualityModel model, Texts texts, @Nullable SourceChoice source) {
        double mbps = model.kbps(quality, source == null ? USUAL : source.size()) / 1000.0;
        return texts.now(
                "studio.quality." + quality, String.format(texts.language().getValue(), "%.1f", mbps));
    }

    private Locale locale() {
        return texts.language().getValue();
    }

    /// Zero, at the left end, is for what suits size and rate.
    private Node bitrate() {
        Slider slider = new Slider(0, QualityModel.BITRATE_MAX / 1000.0, 0);
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(5);
        slider.valueProperty().bindBidirectional(model.mbps());
        Label value = new Label();
        value.textProperty()
                .bind(model.mbps()
                        .flatMap(mbps -> mbps.doubleValue() <= 0
                                ? texts.bind("studio.bitrate.auto")
                                : texts.bind(
                                        "studio.bitrate.mbps", String.format(locale(), "%.1f", mbps.doubleValue()))));
        value.setMinWidth(Control.USE_PREF_SIZE);
        HBox.setHgrow(slider, Priority.ALWAYS);
        VBox field = Texted.field(texts, "studio.bitrate", slider);
        HBox row = new HBox(slider, value);
        row.getStyleClass().add("field-row");
        field.getChildren().add(row);
        return field;
    }
}
