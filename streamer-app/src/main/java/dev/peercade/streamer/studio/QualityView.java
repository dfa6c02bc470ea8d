package dev.peercade.streamer.studio;

import dev.peercade.desktop.control.Choices;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import dev.peercade.media.Size;
import dev.peercade.streamer.studio.Quality.Rate;
import dev.peercade.streamer.studio.Quality.Rows;
import java.util.Locale;
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
final class QualityView extends VBox {

    private static final Size USUAL = new Size(1920, 1080);

    private final QualityModel model;
    private final Texts texts;
    private final ObservableValue<@Nullable SourceChoice> source;

    QualityView(QualityModel model, Texts texts, ObservableValue<@Nullable SourceChoice> source) {
        this.model = model;
        this.texts = texts;
        this.source = source;
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
        getChildren().addAll(Texted.field(texts, "studio.quality", presets()), custom);
    }

    private <E extends Enum<E>> ComboBox<E> box(
            String key, E[] values, javafx.beans.property.ObjectProperty<E> chosen) {
        return Choices.box(texts, key, values, chosen);
    }

    private static Node wide(Node field) {
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private ComboBox<Quality> presets() {
        ComboBox<Quality> box = new ComboBox<>();
        box.getItems().setAll(Quality.values());
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().bindBidirectional(model.quality());
        // What it costs depends on the source and on what is wanted of it.
        Runnable say = () -> Choices.tell(box, this::told);
        source.subscribe(say);
        texts.language().subscribe(say);
        model.rows().subscribe(say);
        model.rate().subscribe(say);
        model.mbps().subscribe(say);
        return box;
    }

    private String told(Quality quality) {
        SourceChoice chosen = source.getValue();
        double mbps = model.kbps(quality, chosen == null ? USUAL : chosen.size()) / 1000.0;
        return texts.now("studio.quality." + quality, String.format(locale(), "%.1f", mbps));
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
