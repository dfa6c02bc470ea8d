package dev.peercade.peer.session;

import dev.peercade.peer.nodes.NodeEntry;

/// What is told while relay nodes are measured: one node after the other, its three parts in their order.
///
/// @param node as it was when the measurement began
/// @param number which one it is of those that were chosen, from 1
/// @param of how many were chosen
public record NodeMeasurement(NodeEntry node, int number, int of, Part part, Step step) {

    /// What is measured.
    public enum Part {
        /// Round trip to the TURN port in ms: the median of five, where what is lost counts as late.
        LATENCY,
        /// From the node, Mbit/s.
        DOWNLOAD,
        /// To the node, Mbit/s.
        UPLOAD
    }

    /// How far it has come.
    public sealed interface Step {

        /// @param fraction 0 to 1 of this part
        record Running(double fraction) implements Step {}

        /// Noted in the table.
        ///
        /// @param figure in the part's unit
        /// @param lost questions without an answer, of a latency; else 0
        record Measured(double figure, int lost) implements Step {}

        /// The table keeps what it knew.
        ///
        /// @param why a sentence of which "it" is the node
        record Failed(String why) implements Step {}
    }
}
