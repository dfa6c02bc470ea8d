package dev.peercade.streamer.studio;

import atlantafx.base.controls.ToggleSwitch;
import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.video.VideoSurface;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What viewers will see, as it is now.
final class PreviewView extends VBox implements AutoCloseable {

    private static final double HEIGHT_MIN = 144;

    private final PreviewModel model;
    private final VideoSurface surface;

    PreviewView(PreviewModel model, Texts texts, Texts shared) {
        this.model = model;
        this.surface = new VideoSurface(_ -> {});
        getStyleClass().add("studio-card");
        Label name = Texted.label(texts, "studio.preview", Styles.TITLE_4);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        ToggleSwitch on = new ToggleSwitch();
        on.setId("studio-preview");
        on.accessibleTextProperty().bind(texts.bind("studio.preview"));
        on.selectedProperty().bindBidirectional(model.wanted());
        HBox top = new HBox(name, on);
        top.setAlignment(Pos.CENTER_LEFT);
        Label off = Texted.label(texts, "studio.preview.off", Styles.TEXT_MUTED);
        off.visibleProperty().bind(model.wanted().not());
        surface.visibleProperty().bind(model.wanted());
        StackPane frame = new StackPane(surface, off);
        frame.getStyleClass().add("preview-frame");
        frame.setMinHeight(HEIGHT_MIN);
        setVgrow(frame, Priority.ALWAYS);
        getChildren().addAll(top, frame, new ProblemView(shared, model.problem()));
        model.open(surface::show);
    }

    @Override
    public void close() {
        model.close();
        surface.close();
    }
}
