package dev.peercade.node;

import dev.peercade.model.relay.RelayNode;

/// What happens to a relay node, for whoever runs it.
public sealed interface NodeEvent {

    /// A sentence for a person.
    String text();

    /// The mediator's table has the node.
    record Registered(RelayNode node) implements NodeEvent {
        @Override
        public String text() {
            return "The mediator's table has this node.";
        }
    }

    /// The mediator no longer knows the node, which registers again.
    record Forgotten() implements NodeEvent {
        @Override
        public String text() {
            return "The mediator has forgotten this node; it registers again.";
        }
    }

    /// The mediator does not answer, or not as it should; what runs goes on.
    ///
    /// @param why in a sentence
    record MediatorAway(String why) implements NodeEvent {
        @Override
        public String text() {
            return why + " What is being relayed goes on.";
        }
    }

    /// Coturn has ended and is started again.
    ///
    /// @param pauseMs until then
    record TurnLost(int exitCode, long pauseMs) implements NodeEvent {
        @Override
        public String text() {
            return "coturn has ended with " + exitCode + " and is started again in " + pauseMs + " ms.";
        }
    }

    /// Coturn runs again.
    record TurnBack() implements NodeEvent {
        @Override
        public String text() {
            return "coturn runs again.";
        }
    }
}
