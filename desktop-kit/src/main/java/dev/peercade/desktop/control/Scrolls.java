package dev.peercade.desktop.control;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Panes for what a small window has no room for.
public final class Scrolls {

    private Scrolls() {}

    /// As high as its content where there is room, and scrolled where there is not. Unseen but for its bar.
    public static ScrollPane vertical(Region content) {
        ScrollPane scroll = new Fitting(content);
        scroll.getStyleClass().add("plain-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinHeight(0);
        scroll.setMaxHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    /// Likewise, and as wide as its content.
    public static ScrollPane card(Region content) {
        ScrollPane scroll = vertical(content);
        scroll.setMaxWidth(Region.USE_PREF_SIZE);
        return scroll;
    }

    /// Knows that texts that wrap make its content higher, which a scroll pane does not.
    private static final class Fitting extends ScrollPane {

        private final Region content;

        Fitting(Region content) {
            super(content);
            this.content = content;
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            double inside = width < 0 ? content.prefWidth(-1) : width - snappedLeftInset() - snappedRightInset();
            return snappedTopInset() + content.prefHeight(inside) + snappedBottomInset();
        }
    }
}
