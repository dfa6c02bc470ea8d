package dev.peercade.peer.checkup;

import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;

/// What a checkup tells, in order, from its owner thread; the consumer must not block.
public sealed interface CheckupEvent {

    /// It has come to this part.
    record Began(Part part) implements CheckupEvent {}

    record Found(Finding finding) implements CheckupEvent {}

    /// The last event, also where it was stopped before its end.
    record Done(Diagnosis diagnosis) implements CheckupEvent {}

    /// In the order in which they come.
    enum Part {
        MEDIATOR("Asking the mediator"),
        ROUTER("Asking what the router does, and how long datagrams may be"),
        LINKS("Measuring delay and loss"),
        VISIT("Watching the session for a few seconds");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /// What is being done, such as `Asking the mediator`.
        public String words() {
            return words;
        }
    }
}
