package dev.peercade.viewer.browse;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Choices;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.viewer.browse.BrowseModel.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.javafx.FontIcon;

/// The live sessions as cards.
public final class BrowseView extends BorderPane {

    /// Below that the search has a row of its own.
    private static final double NARROW = 760;

    /// Room for every language's words.
    private static final double CHOICE_WIDTH = 208;

    private final BrowseModel model;
    private final Thumbnails thumbnails;
    private final Texts texts;
    private final CardGrid cards = new CardGrid(this::reveal);
    private final ScrollPane scroll = new ScrollPane(cards);
    private final Map<UUID, SessionCard> bySession = new HashMap<>();

    /// @param shared the texts of desktop-kit
    public BrowseView(BrowseModel model, Thumbnails thumbnails, Texts texts, Texts shared) {
        this.model = model;
        this.thumbnails = thumbnails;
        this.texts = texts;
        getStyleClass().add("browse");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.visibleProperty().bind(model.state().isEqualTo(State.LISTED));
        Button clear = Buttons.text(texts, "browse.clear", model::clearFilters);
        setTop(bar());
        setCenter(new StackPane(
                scroll,
                skeleton(),
                said(State.EMPTY, "mdi2s-sleep", "browse.empty"),
                said(State.NO_MATCH, "mdi2m-magnify-close", "browse.no-match", clear),
                failed(shared)));
        model.shown().addListener((ListChangeListener<StreamingSession>) _ -> fill());
        fill();
    }

    private void fill() {
        bySession
                .keySet()
                .retainAll(model.shown().stream().map(StreamingSession::id).collect(Collectors.toSet()));
        cards.show(model.shown().stream().map(this::card).toList());
    }

    private SessionCard card(StreamingSession session) {
        SessionCard card =
                bySession.computeIfAbsent(session.id(), _ -> new SessionCard(session, model, thumbnails, texts));
        card.show(session);
        return card;
    }

    /// A scroll pane does not follow the focus by itself.
    private void reveal(Node card) {
        Bounds at = card.getBoundsInParent();
        double hidden = cards.getHeight() - scroll.getViewportBounds().getHeight();
        if (hidden > 0) {
            double top = scroll.getVvalue() * hidden;
            double bottom = top + scroll.getViewportBounds().getHeight();
            if (at.getMinY() < top) {
                scroll.setVvalue(at.getMinY() / hidden);
            } else if (at.getMaxY() > bottom) {
                scroll.setVvalue((at.getMaxY() - bottom + top) / hidden);
            }
        }
    }

    private Node bar() {
        CustomTextField search = new CustomTextField();
        search.setId("browse-search");
        search.setLeft(new FontIcon("mdi2m-magnify"));
        search.promptTextProperty().bind(texts.bind("browse.search"));
        search.accessibleTextProperty().bind(texts.bind("browse.search"));
        search.textProperty().bindBidirectional(model.search());
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN && !cards.getChildren().isEmpty()) {
                cards.focusOn(0);
                event.consume();
            }
        });
        ComboBox<BrowseModel.Order> order =
                Choices.box(texts, "browse.order", BrowseModel.Order.values(), model.order());
        order.setPrefWidth(CHOICE_WIDTH);
        FlowPane bar = new FlowPane(search, games(), order);
        bar.getStyleClass().add("browse-bar");
        search.prefWidthProperty()
                .bind(Bindings.when(bar.widthProperty().lessThan(NARROW))
                        .then(bar.widthProperty().subtract(48))
                        .otherwise(320));
        return bar;
    }

    private ComboBox<String> games() {
        ComboBox<String> games = new ComboBox<>(model.games());
        games.setId("browse-game");
        games.setPrefWidth(CHOICE_WIDTH);
        Choices.follow(
                games,
                () -> Choices.tell(
                        games, game -> game.equals(BrowseModel.ALL_GAMES) ? texts.now("browse.all-games") : game),
                texts.language());
        games.setValue(model.game().get());
        games.valueProperty().bindBidirectional(model.game());
        games.accessibleTextProperty().bind(texts.bind("browse.game"));
        return games;
    }

    /// The shape of what is to come.
    private Node skeleton() {
        TilePane shapes = new TilePane();
        shapes.getStyleClass().addAll("cards", "skeleton");
        shapes.getChildren()
                .setAll(Stream.generate(() -> {
                            Region shape = new Region();
                            shape.getStyleClass().add("skeleton-card");
                            return shape;
                        })
                        .limit(3)
                        .toList());
        Label loading = new Label();
        loading.textProperty().bind(texts.bind("browse.loading"));
        loading.getStyleClass().addAll(Styles.TEXT_MUTED, "loading");
        VBox box = new VBox(loading, shapes);
        shownIn(box, State.LOADING);
        return box;
    }

    private Node said(State state, String icon, String key, Button... actions) {
        Label title = new Label();
        title.getStyleClass().add(Styles.TITLE_4);
        title.textProperty().bind(texts.bind(key));
        Label more = new Label();
        more.setWrapText(true);
        more.setTextAlignment(TextAlignment.CENTER);
        more.getStyleClass().add(Styles.TEXT_MUTED);
        more.textProperty().bind(texts.bind(key + ".more"));
        FontIcon picture = new FontIcon(icon);
        picture.getStyleClass().add("said-icon");
        VBox box = new VBox(picture, title, more);
        box.getChildren().addAll(List.of(actions));
        box.getStyleClass().add("said");
        shownIn(box, state);
        return box;
    }

    private Node failed(Texts shared) {
        VBox box =
                new VBox(new ProblemView(shared, model.problem()), Buttons.text(texts, "browse.again", model::refresh));
        box.getStyleClass().add("said");
        shownIn(box, State.FAILED);
        return box;
    }

    /// What is not shown takes no room either.
    private void shownIn(Node node, State state) {
        node.visibleProperty().bind(model.state().isEqualTo(state));
        node.managedProperty().bind(node.visibleProperty());
    }
}
