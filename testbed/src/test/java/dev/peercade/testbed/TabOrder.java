package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;
import org.testfx.api.FxRobot;

/// What somebody reaches who has only a keyboard, or only hears what the window says.
final class TabOrder {

    private static final int MAX = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FxRobot robot;
    private final Scene scene;

    TabOrder(FxRobot robot, Scene scene) {
        this.robot = robot;
        this.scene = scene;
    }

    /// Tab goes round through these and nothing else, each has a name to be heard, and no control is left out.
    /// Messages come and go: it waits until those that are there have gone, and counts neither those that come
    /// meanwhile nor the warning of a poor picture, which a busy machine brings.
    ///
    /// @param names their ids, or the last style classes of those that have none; whichever comes first
    void assertIs(String... names) throws Exception {
        await("messages gone")
                .atMost(PATIENCE)
                .until(() ->
                        Screen.onFx(() -> controls(scene.getRoot()).stream().noneMatch(TabOrder::isMessage)));
        List<Node> round = round();
        assertThat(round)
                .allSatisfy(node -> assertThat(Screen.onFx(() -> heard(node)))
                        .as("what a screen reader says of " + node)
                        .isNotBlank());
        List<Node> controls = Screen.onFx(() -> controls(scene.getRoot()).stream()
                .filter(node -> !comesAndGoes(node))
                .toList());
        assertThat(round).as("with all controls").containsAll(controls);
        List<String> order = new ArrayList<>(Screen.onFx(() -> round.stream()
                .filter(node -> !comesAndGoes(node))
                .map(TabOrder::name)
                .toList()));
        Collections.rotate(order, -Math.max(0, order.indexOf(names[0])));
        assertThat(order).containsExactly(names);
    }

    /// Tab comes to a message while it is there.
    void assertReachesMessage() throws Exception {
        assertThat(round()).as("a round").anyMatch(TabOrder::isMessage);
    }

    /// From what has the focus on, until it has it again.
    private List<Node> round() throws Exception {
        List<Node> round = new ArrayList<>();
        Node now = next();
        while (!round.contains(now)) {
            round.add(now);
            assertThat(round).as("a round").hasSizeLessThan(MAX);
            now = next();
        }
        assertThat(now).as("where the round closes").isSameAs(round.getFirst());
        return round;
    }

    private Node next() throws Exception {
        robot.push(KeyCode.TAB);
        return requireNonNull(Screen.onFx(scene::getFocusOwner), "a focus");
    }

    private static boolean comesAndGoes(Node node) {
        for (Node now = node; now != null; now = now.getParent()) {
            if (isMessage(now) || now.getStyleClass().contains("quality-warning")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMessage(Node node) {
        return node.getStyleClass().contains("notification");
    }

    private static String name(Node node) {
        return node.getId() == null ? "." + node.getStyleClass().getLast() : "#" + node.getId();
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

    private static List<Node> controls(Node root) {
        List<Node> found = new ArrayList<>();
        controls(root, found);
        return found;
    }

    /// A group is entered at the one that is chosen.
    private static boolean isReachedByArrows(Node node) {
        return node instanceof Toggle toggle
                && toggle.getToggleGroup() != null
                && toggle.getToggleGroup().getSelectedToggle() != toggle;
    }

    private static void controls(Node node, List<Node> found) {
        if (!node.isVisible() || node.isDisabled() || isReachedByArrows(node)) {
            return;
        }
        if (node.isFocusTraversable()) {
            found.add(node);
        }
        if (node instanceof ScrollPane pane) {
            controls(pane.getContent(), found);
        } else if (node instanceof Parent parent && !(node instanceof Control)) {
            parent.getChildrenUnmodifiable().forEach(child -> controls(child, found));
        }
    }
}
