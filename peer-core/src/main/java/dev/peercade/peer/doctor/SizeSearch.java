package dev.peercade.peer.doctor;

import dev.peercade.peer.doctor.BindingQuestions.Question;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which datagrams get to a STUN server in one piece: padded questions, from a socket whose datagrams nobody may
/// cut. Their answers are short, so it is the way there alone that counts.
public final class SizeSearch {

    /// UDP payloads. Media has up to 1,200 bytes; 1,472 fill an Ethernet frame over IPv4, 1,452 over IPv6.
    public static final List<Integer> SIZES = List.of(1200, 1280, 1400, 1452, 1472);

    private static final int SMALL = 0;

    private final BindingQuestions questions;
    private final Map<Integer, Question> bySize = new LinkedHashMap<>();

    /// @param socket which forbids fragments, as in [Outgoing]
    public SizeSearch(int socket, TransportAddress server, Entropy entropy, MonoTime now) {
        this.questions = new BindingQuestions(entropy);
        bySize.put(SMALL, questions.ask(Question.plain(socket, server), now));
        for (int size : SIZES) {
            bySize.put(size, questions.ask(new Question(socket, server, BindingQuestions.PLAIN, size), now));
        }
    }

    public @Nullable Outgoing poll(MonoTime now) {
        return questions.poll(now);
    }

    /// False where it has nothing to do with it.
    public boolean onDatagram(int socket, TransportAddress from, byte[] datagram) {
        return questions.onDatagram(socket, from, datagram);
    }

    public boolean isDone() {
        return questions.isIdle();
    }

    public @Nullable MonoTime deadline() {
        return questions.deadline();
    }

    /// Bytes of UDP payload of the largest that got there; 0 where only shorter ones did, -1 where not even these.
    public int largest() {
        return bySize.entrySet().stream()
                .filter(entry -> questions.answer(entry.getValue()) != null)
                .mapToInt(Map.Entry::getKey)
                .max()
                .orElse(-1);
    }
}
