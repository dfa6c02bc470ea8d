package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.testfx.api.FxRobot;

/// What somebody reaches who has only a keyboard, or only hears what the window says.
final class TabOrder {

    private static final int MAX = 100;

    private final FxRobot robot;
    private final Scene scene;

    TabOrder(FxRobot robot, Scene scene) {
        this.robot = robot;
        this.scene = scene;
    }

    /// Tab goes round through these and nothing else, each has a name to be heard, and nothing that takes the mouse is
    /// left out.
    ///
    /// @param names their ids, or the first style classes of those that have none
    void assertIs(String... names) throws Exception {
        List<Node> round = round();
        assertThat(round).extracting(TabOrder::name).containsExactly(names);
        assertThat(round)
                .allSatisfy(node -> assertThat(Screen.onFx(() -> heard(node)))
                        .as("what a screen reader says of " + node)
                        .isNotBlank());
        List<Node> clickable = new ArrayList<>();
        Screen.onFx(() -> {
            clickable(scene.getRoot(), clickable);
            return clickable;
        });
        assertThat(round).as("with what takes the mouse").containsAll(clickable);
    }

    /// From what has the focus on, until it has it again.
    private List<Node> round() throws Exception {
        List<Node> round = new ArrayList<>();
        for (Node now = next(); !round.contains(now); now = next()) {
            round.add(now);
            assertThat(round).as("a round").hasSizeLessThan(MAX);
        }
        return round;
    }

    private Node next() throws Exception {
        robot.push(KeyCode.TAB);
        return requireNonNull(Screen.onFx(scene::getFocusOwner), "a focus");
    }

    private static String name(Node node) {
        return node.getId() == null
                ? "." + node.getStyleClass().stream().findFirst().orElse("")
                : "#" + node.getId();
    }

    private static String heard(Node node) {
        if (node.getAccessibleText() != null) {
            return node.getAccessibleText();
        }
        if (node instanceof Labeled labeled) {
            return labeled.getText();
        }
        return node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Labeled label
                ? label.getText()
                : "";
    }

    private static void clickable(Node node, List<Node> found) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        // A click beside a panel closes it, and so does Esc.
        if (node.isFocusTraversable() || (node.getOnMouseClicked() != null && !"over".equals(node.getId()))) {
            found.add(node);
        }
        if (node instanceof ScrollPane pane) {
            clickable(pane.getContent(), found);
        } else if (node instanceof Parent parent && !(node instanceof Control)) {
            parent.getChildrenUnmodifiable().forEach(child -> clickable(child, found));
        }
    }
}
