package dev.peercade.viewer.browse;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.model.session.StreamingSession;
import java.time.Clock;
import java.time.Duration;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import javafx.util.StringConverter;

/// The live sessions as cards.
public final class BrowseView extends BorderPane {

    private final BrowseModel model;
    private final Texts texts;
    private final Texts shared;
    private final Clock clock;
    private final FlowPane cards = new FlowPane();

    /// @param shared the texts of desktop-kit
    /// @param clock for the age of sessions
    public BrowseView(BrowseModel model, Texts texts, Texts shared, Clock clock) {
        this.model = model;
        this.texts = texts;
        this.shared = shared;
        this.clock = clock;
        getStyleClass().add("browse");
        cards.getStyleClass().add("cards");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.visibleProperty().bind(model.state().isEqualTo(BrowseModel.State.LISTED));
        setTop(bar());
        setCenter(new StackPane(
                scroll,
                said(BrowseModel.State.LOADING, "browse.loading"),
                said(BrowseModel.State.EMPTY, "browse.empty"),
                said(BrowseModel.State.NO_MATCH, "browse.no-match"),
                failed()));
        model.shown().addListener((ListChangeListener<StreamingSession>) _ -> fill());
        fill();
    }

    private void fill() {
        cards.getChildren().setAll(model.shown().stream().map(this::card).toList());
    }

    private Node bar() {
        TextField search = new TextField();
        search.setId("browse-search");
        search.promptTextProperty().bind(texts.bind("browse.search"));
        search.accessibleTextProperty().bind(texts.bind("browse.search"));
        search.textProperty().bindBidirectional(model.search());
        HBox.setHgrow(search, Priority.ALWAYS);
        ComboBox<BrowseModel.Order> order = new ComboBox<>();
        order.getItems().setAll(BrowseModel.Order.values());
        order.valueProperty().bindBidirectional(model.order());
        order.accessibleTextProperty().bind(texts.bind("browse.order"));
        order.setConverter(new StringConverter<>() {
            @Override
            public String toString(BrowseModel.Order value) {
                return texts.now("browse.order." + value.name());
            }

            @Override
            public BrowseModel.Order fromString(String text) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        Button refresh = new Button();
        refresh.textProperty().bind(texts.bind("browse.refresh"));
        refresh.setOnAction(_ -> model.refresh());
        HBox bar = new HBox(search, order, refresh);
        bar.getStyleClass().add("bar");
        return bar;
    }

    private Node said(BrowseModel.State state, String key) {
        Label title = new Label();
        title.getStyleClass().add(Styles.TITLE_4);
        title.textProperty().bind(texts.bind(key));
        Label more = new Label();
        more.setWrapText(true);
        more.setTextAlignment(TextAlignment.CENTER);
        more.getStyleClass().add(Styles.TEXT_MUTED);
        more.textProperty().bind(texts.bind(key + ".more"));
        VBox box = new VBox(title, more);
        box.getStyleClass().add("said");
        box.visibleProperty().bind(model.state().isEqualTo(state));
        return box;
    }

    private Node failed() {
        Button again = new Button();
        again.textProperty().bind(texts.bind("browse.again"));
        again.setOnAction(_ -> model.refresh());
        VBox box = new VBox(new ProblemView(shared, model.problem()), again);
        box.getStyleClass().add("said");
        box.visibleProperty().bind(model.state().isEqualTo(BrowseModel.State.FAILED));
        return box;
    }

    private Node card(StreamingSession session) {
        Label title = new Label(session.title().isBlank() ? session.game().name() : session.title());
        title.getStyleClass().add(Styles.TITLE_4);
        Label game = new Label(session.game().name());
        game.getStyleClass().add(Styles.TEXT_MUTED);
        Label who = new Label(session.streamer());
        who.getStyleClass().add(Styles.TEXT_BOLD);
        long minutes = Math.max(
                0, Duration.between(session.createdAt(), clock.instant()).toMinutes());
        Label figures = new Label();
        figures.textProperty().bind(texts.bind("browse.figures", session.viewers(), minutes));
        figures.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        VBox lines = new VBox(title, game, who, figures);
        lines.getStyleClass().add("card-lines");
        Button card = new Button();
        card.setGraphic(lines);
        card.getStyleClass().add("session-card");
        card.accessibleTextProperty()
                .bind(texts.bind("browse.card", title.getText(), session.streamer(), session.viewers()));
        card.setOnAction(_ -> model.pick(session));
        return card;
    }
}
