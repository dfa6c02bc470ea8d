package dev.peercade.viewer.browse;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.TilePane;

/// Cards in as many columns as fit, which together fill the width. Arrow keys go from card to card.
final class CardGrid extends TilePane {

    private static final double CARD_MIN = 272;

    private final Consumer<Node> focused;

    /// @param focused told which card an arrow key has come to, so that it can be brought into view
    CardGrid(Consumer<Node> focused) {
        this.focused = focused;
        getStyleClass().add("cards");
        // Else it could not become narrower than its cards are now.
        setMinWidth(0);
        widthProperty().subscribe(this::fit);
        insetsProperty().subscribe(this::fit);
        hgapProperty().subscribe(this::fit);
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    void show(List<SessionCard> cards) {
        if (!cards.equals(getChildren())) {
            getChildren().setAll(cards);
        }
        fit();
    }

    private void fit() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        if (room <= 0) {
            return;
        }
        double card = Math.floor((room - (columns(room) - 1) * getHgap()) / columns(room));
        setPrefTileWidth(card);
        getChildren().forEach(child -> ((SessionCard) child).fit(card));
    }

    private int columns(double room) {
        return Math.max(1, (int) ((room + getHgap()) / (CARD_MIN + getHgap())));
    }

    private void onKey(KeyEvent event) {
        int at = getChildren().indexOf(getScene().getFocusOwner());
        if (at < 0) {
            return;
        }
        int columns = columns(getWidth() - snappedLeftInset() - snappedRightInset());
        int to = switch (event.getCode()) {
            case LEFT -> at - 1;
            case RIGHT -> at + 1;
            case UP -> at - columns;
            case DOWN -> at + columns;
            case HOME -> 0;
            case END -> getChildren().size() - 1;
            case ENTER -> {
                ((SessionCard) getChildren().get(at)).fire();
                event.consume();
                yield -1;
            }
            default -> at;
        };
        if (to != at) {
            // At an edge the focus stays where it is, and the key goes no further.
            event.consume();
        }
        if (to >= 0 && to != at && to < getChildren().size()) {
            focusOn(to);
        }
    }

    void focusOn(int index) {
        Node card = getChildren().get(index);
        card.requestFocus();
        focused.accept(card);
    }
}
