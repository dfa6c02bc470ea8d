package dev.peercade.viewer.browse;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.text.Texts;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.StreamingSession;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.kordamp.ikonli.javafx.FontIcon;

/// A session: how it looks, who plays what, and how many watch. What changes changes in its place, so that a
/// card that has the focus keeps it.
final class SessionCard extends Button {

    private static final double RATIO = 9.0 / 16;
    private static final double BORDER = 1;
    private static final double ARC = 14;

    private final BrowseModel model;
    private final Texts texts;
    private final Thumbnails thumbnails;
    private final ObjectProperty<StreamingSession> session;
    private final ImageView thumbnail = new ImageView();
    private final StackPane picture = new StackPane();

    SessionCard(StreamingSession session, BrowseModel model, Thumbnails thumbnails, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.thumbnails = thumbnails;
        this.session = new SimpleObjectProperty<>(session);
        getStyleClass().add("session-card");
        setGraphic(new VBox(picture(), lines()));
        setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
        setOnAction(_ -> model.pick(this.session.get()));
        accessibleTextProperty()
                .bind(texts.bind(
                        "browse.card",
                        this.session.map(SessionCard::title),
                        this.session.map(StreamingSession::streamer),
                        this.session.map(now -> now.game().name()),
                        this.session.map(StreamingSession::viewers),
                        this.session.map(now -> now.admission() == Admission.ASK ? 1 : 0)));
        show(session);
    }

    /// As it stands now.
    void show(StreamingSession now) {
        session.set(now);
        thumbnail.imageProperty().bind(thumbnails.of(now));
    }

    /// Takes this width.
    void fit(double width) {
        setPrefWidth(width);
        double inner = width - 2 * BORDER;
        double height = Math.rint(inner * RATIO);
        picture.setMinSize(inner, height);
        picture.setPrefSize(inner, height);
        picture.setMaxSize(inner, height);
        // A little over the edge, where rounding would leave a gap.
        thumbnail.setFitWidth(inner + 2);
        thumbnail.setFitHeight(height + 2);
        // Only the upper corners are round: the lower ones lie outside.
        Rectangle clip = new Rectangle(inner, height + ARC);
        clip.setArcWidth(ARC);
        clip.setArcHeight(ARC);
        picture.setClip(clip);
    }

    private static String title(StreamingSession session) {
        return session.title().isBlank() ? session.game().name() : session.title();
    }

    private Node picture() {
        picture.getStyleClass().add("thumbnail");
        thumbnail.setPreserveRatio(true);
        Label placeholder = new Label(null, new FontIcon("mdi2g-gamepad-variant-outline"));
        placeholder.getStyleClass().addAll("no-thumbnail", Styles.TEXT_MUTED);
        placeholder.textProperty().bind(session.map(now -> now.game().name()));
        placeholder.visibleProperty().bind(thumbnail.imageProperty().isNull());
        Label live = new Label();
        live.getStyleClass().add("live-mark");
        live.textProperty().bind(texts.bind("browse.live"));
        Label viewers = new Label(null, new FontIcon("mdi2e-eye-outline"));
        viewers.getStyleClass().addAll("viewers-mark", "on-picture");
        viewers.textProperty().bind(texts.bind("browse.viewers", session.map(StreamingSession::viewers)));
        StackPane.setAlignment(live, Pos.TOP_LEFT);
        StackPane.setAlignment(viewers, Pos.BOTTOM_LEFT);
        picture.getChildren().addAll(placeholder, thumbnail, live, viewers);
        return picture;
    }

    private Node lines() {
        Label title = new Label();
        title.getStyleClass().add(Styles.TEXT_BOLD);
        title.textProperty().bind(session.map(SessionCard::title));
        Label game = new Label();
        game.textProperty()
                .bind(texts.bind(
                        "browse.who", session.map(now -> now.game().name()), session.map(StreamingSession::streamer)));
        Label age = mark("mdi2c-clock-outline");
        age.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> age(model.minutes(this.session.get())), session, model.now(), texts.language()));
        Label asks = mark("mdi2l-lock-outline");
        asks.textProperty().bind(texts.bind("browse.asks"));
        asks.visibleProperty().bind(session.map(now -> now.admission() == Admission.ASK));
        asks.managedProperty().bind(asks.visibleProperty());
        FlowPane marks = new FlowPane(age, asks);
        marks.getStyleClass().add("card-marks");
        VBox lines = new VBox(title, game, marks);
        lines.getStyleClass().add("card-lines");
        return lines;
    }

    private String age(long minutes) {
        return minutes < 60
                ? texts.now("browse.age", minutes)
                : texts.now("browse.age.hours", minutes / 60, minutes % 60);
    }

    private static Label mark(String icon) {
        Label mark = new Label(null, new FontIcon(icon));
        mark.getStyleClass().addAll("card-mark", Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        return mark;
    }
}
