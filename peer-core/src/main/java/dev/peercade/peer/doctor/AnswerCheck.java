package dev.peercade.peer.doctor;

import dev.peercade.peer.doctor.BindingQuestions.Question;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether any of some STUN servers answers at all.
public final class AnswerCheck {

    private final BindingQuestions questions;
    private final List<Question> asked;

    /// @param socket from which, as in [Outgoing]
    public AnswerCheck(int socket, List<TransportAddress> servers, Entropy entropy, MonoTime now) {
        this.questions = new BindingQuestions(entropy);
        this.asked = servers.stream()
                .map(server -> questions.ask(Question.plain(socket, server), now))
                .toList();
    }

    public @Nullable Outgoing poll(MonoTime now) {
        return isAnswered() ? null : questions.poll(now);
    }

    /// False where it has nothing to do with it.
    public boolean onDatagram(int socket, TransportAddress from, byte[] datagram) {
        return questions.onDatagram(socket, from, datagram);
    }

    public boolean isAnswered() {
        return asked.stream().anyMatch(question -> questions.answer(question) != null);
    }

    public boolean isDone() {
        return isAnswered() || questions.isIdle();
    }

    public @Nullable MonoTime deadline() {
        return isAnswered() ? null : questions.deadline();
    }
}
