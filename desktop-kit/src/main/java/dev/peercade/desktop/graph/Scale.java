package dev.peercade.desktop.graph;

import java.util.Locale;

/// How far a graph's scale goes.
final class Scale {

    private static final double SMALLEST = 5;

    private Scale() {}

    /// The next of 5, 10, 20, 50, 100 and so on: a round number, which seldom changes.
    static double top(double highest) {
        double top = SMALLEST;
        while (top < highest) {
            double decade = Math.pow(10, Math.floor(Math.log10(top)));
            top = Math.rint(top / decade) == 2 ? 5 * decade : 2 * top;
        }
        return top;
    }

    static String text(double top) {
        return String.format(Locale.ROOT, "%.0f", top);
    }
}
