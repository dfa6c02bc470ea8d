package dev.peercade.peer.doctor;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// STUN binding requests that are each repeated until they are answered or given up.
final class BindingQuestions {

    /// A flag of CHANGE-REQUEST (RFC 5780, section 7.2); 0 has none set, and asks whether the server knows it.
    static final int CHANGE_ADDRESS = 0x4;

    static final int CHANGE_PORT = 0x2;

    /// No CHANGE-REQUEST at all.
    static final int PLAIN = -1;

    private static final int CHANGE_REQUEST = 0x0003;
    private static final int OTHER_ADDRESS = 0x802C;

    /// Of the range that is free for all and may be left alone by who does not know it (RFC 8489, section 18.3).
    /// RFC 5780's PADDING would have the answer padded too.
    private static final int PADDING = 0xC0DE;

    private static final int ATTRIBUTE_HEADER = 4;
    private static final int FINGERPRINT_BYTES = 8;

    /// When each copy is sent, in ms after the first. Where every third one is lost, on the way there or back, all
    /// of them are in 4 of 1,000 questions.
    private static final long[] COPIES_MS = {0, 150, 350, 650, 1000};

    /// The last copy has as long as a game can wait.
    private static final long PATIENCE_MS = 1600;

    /// What is asked.
    ///
    /// @param socket from which, 0 and up
    /// @param change [#PLAIN] or flags
    /// @param bytes of the whole request, or 0 for as few as it takes
    record Question(int socket, TransportAddress to, int change, int bytes) {

        static Question plain(int socket, TransportAddress to) {
            return new Question(socket, to, PLAIN, 0);
        }
    }

    /// @param mapped how the server sees the socket, or null where it refuses
    /// @param other OTHER-ADDRESS, or null where it has none
    record Answer(
            @Nullable TransportAddress mapped, @Nullable TransportAddress other) {}

    private static final class Asked {
        final Question question;
        final byte[] request;
        final MonoTime first;
        int copies;

        Asked(Question question, byte[] request, MonoTime first) {
            this.question = question;
            this.request = request;
            this.first = first;
        }

        MonoTime nextAt() {
            return first.plus(Duration.ofMillis(copies < COPIES_MS.length ? COPIES_MS[copies] : PATIENCE_MS));
        }
    }

    private final Entropy entropy;
    private final Map<TransactionId, Asked> open = new LinkedHashMap<>();
    private final Map<Question, Answer> answers = new HashMap<>();

    BindingQuestions(Entropy entropy) {
        this.entropy = entropy;
    }

    Question ask(Question question, MonoTime now) {
        TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
        open.put(transaction, new Asked(question, request(question, transaction), now));
        return question;
    }

    static byte[] request(Question question, TransactionId transaction) {
        StunWriter writer = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction, question.bytes);
        int length = StunMessage.HEADER_BYTES + FINGERPRINT_BYTES;
        if (question.change != PLAIN) {
            writer.int32(CHANGE_REQUEST, question.change);
            length += ATTRIBUTE_HEADER + 4;
        }
        if (question.bytes >= length + ATTRIBUTE_HEADER) {
            writer.bytes(PADDING, new byte[question.bytes - length - ATTRIBUTE_HEADER]);
        }
        return writer.fingerprint().toBytes();
    }

    @Nullable
    Outgoing poll(MonoTime now) {
        List<TransactionId> givenUp = new ArrayList<>();
        Outgoing next = null;
        for (Map.Entry<TransactionId, Asked> entry : open.entrySet()) {
            Asked asked = entry.getValue();
            if (next != null || now.isBefore(asked.nextAt())) {
                continue;
            }
            if (asked.copies == COPIES_MS.length) {
                givenUp.add(entry.getKey());
            } else {
                asked.copies++;
                next = new Outgoing(asked.question.socket, asked.question.to, asked.request);
            }
        }
        givenUp.forEach(open::remove);
        return next;
    }

    /// False where it is no answer to one of these questions.
    boolean onDatagram(int socket, TransportAddress from, byte[] datagram) {
        StunMessage message = StunMessage.parse(datagram);
        Asked asked = message == null ? null : open.get(message.transaction());
        if (message == null
                || asked == null
                || asked.question.socket != socket
                || message.kind() != StunMessage.Kind.SUCCESS && message.kind() != StunMessage.Kind.ERROR) {
            return false;
        }
        Question question = asked.question;
        boolean fromAsked = from.equals(question.to);
        boolean elsewhere = question.change > 0;
        // A refusal comes from where the question went, and so does the answer of a server that changes nothing.
        boolean refused = message.kind() == StunMessage.Kind.ERROR || elsewhere && fromAsked;
        if (!fromAsked && (!elsewhere || !isChanged(question, from))) {
            return false;
        }
        TransportAddress mapped = message.mappedAddress();
        if (!refused && mapped == null) {
            return false;
        }
        open.remove(message.transaction());
        answers.put(question, refused ? new Answer(null, null) : new Answer(mapped, other(message)));
        return true;
    }

    private static boolean isChanged(Question question, TransportAddress from) {
        boolean otherAddress = !sameHost(from, question.to);
        boolean otherPort = from.port() != question.to.port();
        return otherAddress == ((question.change & CHANGE_ADDRESS) != 0)
                && otherPort == ((question.change & CHANGE_PORT) != 0);
    }

    static boolean sameHost(TransportAddress one, TransportAddress other) {
        return one.high() == other.high() && one.low() == other.low() && one.v6() == other.v6();
    }

    /// In the form of MAPPED-ADDRESS (RFC 8489, section 14.1): reserved, family, port, address.
    private static @Nullable TransportAddress other(StunMessage message) {
        byte[] value = message.attribute(OTHER_ADDRESS);
        if (value == null || value.length != 8 && value.length != 20 || value[1] != (value.length == 8 ? 1 : 2)) {
            return null;
        }
        byte[] ip = java.util.Arrays.copyOfRange(value, 4, value.length);
        return TransportAddress.of(ip, ByteBuffer.wrap(value).getShort(2) & 0xFFFF);
    }

    /// Null while there is none, and where there never will be.
    @Nullable
    Answer answer(Question question) {
        return answers.get(question);
    }

    /// Whether an answer may still come.
    boolean isOpen(Question question) {
        return open.values().stream().anyMatch(asked -> asked.question.equals(question));
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = null;
        for (Asked asked : open.values()) {
            MonoTime next = asked.nextAt();
            earliest = earliest == null || next.isBefore(earliest) ? next : earliest;
        }
        return earliest;
    }
}
