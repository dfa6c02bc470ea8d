package dev.peercade.peer.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of [TransportFeedback] behind the two sources: base, reference time, status chunks and receive deltas.
final class TransportFeedbackCodec {

    private static final int FIXED_BYTES = 8;
    private static final int NOT_RECEIVED = 0;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;

    private static final int VECTOR_BIT = 0x8000;
    private static final int TWO_BIT_SYMBOLS = 0x4000;
    private static final int IN_TWO_BIT_VECTOR = 7;
    private static final int IN_ONE_BIT_VECTOR = 14;

    private TransportFeedbackCodec() {}

    /// Null where it is malformed.
    static @Nullable TransportFeedback read(Ssrc sender, Ssrc media, ByteBuffer body) {
        if (body.remaining() < FIXED_BYTES) {
            return null;
        }
        int first = body.getShort() & 0xFFFF;
        int packets = body.getShort() & 0xFFFF;
        int last = body.getInt();
        if (packets > TransportFeedback.PACKETS_MAX) {
            return null;
        }
        List<Integer> symbols = readSymbols(packets, body);
        if (symbols == null) {
            return null;
        }
        long ticks = (long) (last >>> 8) * TransportFeedback.REFERENCE_TICKS;
        List<@Nullable Long> arrivals = new ArrayList<>(packets);
        for (int symbol : symbols) {
            if (symbol == NOT_RECEIVED) {
                arrivals.add(null);
                continue;
            }
            // The fourth symbol is reserved.
            if (symbol > LARGE_DELTA || body.remaining() < symbol) {
                return null;
            }
            ticks += symbol == SMALL_DELTA ? body.get() & 0xFF : body.getShort();
            arrivals.add(ticks);
        }
        return new TransportFeedback(sender, media, first, last & 0xFF, TransportFeedback.arrivals(arrivals));
    }

    private static @Nullable List<Integer> readSymbols(int packets, ByteBuffer body) {
        List<Integer> symbols = new ArrayList<>(packets);
        while (symbols.size() < packets) {
            if (body.remaining() < Short.BYTES) {
                return null;
            }
            int chunk = body.getShort() & 0xFFFF;
            boolean vector = (chunk & VECTOR_BIT) != 0;
            boolean twoBits = (chunk & TWO_BIT_SYMBOLS) != 0;
            int told = !vector ? chunk & 0x1FFF : twoBits ? IN_TWO_BIT_VECTOR : IN_ONE_BIT_VECTOR;
            if (told == 0) {
                return null;
            }
            for (int i = 0; i < told && symbols.size() < packets; i++) {
                symbols.add(!vector ? chunk >> 13 & 3 : twoBits ? chunk >> 12 - 2 * i & 3 : chunk >> 13 - i & 1);
            }
        }
        return symbols;
    }

    static int bytes(TransportFeedback feedback) {
        int deltas = 0;
        List<Integer> symbols = symbols(feedback);
        for (int symbol : symbols) {
            deltas += symbol;
        }
        return (FIXED_BYTES + Short.BYTES * chunks(symbols).size() + deltas + 3) / 4 * 4;
    }

    /// @throws IllegalArgumentException where an arrival is further from the one before than 16 bits of ticks tell
    static void write(TransportFeedback feedback, ByteBuffer out) {
        int end = out.position() + bytes(feedback);
        List<Integer> symbols = symbols(feedback);
        long reference = reference(feedback);
        long previous = reference * TransportFeedback.REFERENCE_TICKS;
        out.putShort((short) feedback.first())
                .putShort((short) feedback.arrivals().size())
                .putInt((int) (reference << 8 | feedback.count() & 0xFF));
        chunks(symbols).forEach(chunk -> out.putShort((short) (int) chunk));
        for (int i = 0; i < symbols.size(); i++) {
            Long arrival = feedback.arrivals().get(i);
            if (arrival == null) {
                continue;
            }
            long delta = arrival - previous;
            previous = arrival;
            if (symbols.get(i) == SMALL_DELTA) {
                out.put((byte) delta);
            } else {
                out.putShort((short) delta);
            }
        }
        out.position(end);
    }

    private static long reference(TransportFeedback feedback) {
        for (Long arrival : feedback.arrivals()) {
            if (arrival != null) {
                return Math.floorMod(arrival, TransportFeedback.ORIGIN_WRAP_TICKS) / TransportFeedback.REFERENCE_TICKS;
            }
        }
        return 0;
    }

    private static List<Integer> symbols(TransportFeedback feedback) {
        List<Integer> symbols = new ArrayList<>(feedback.arrivals().size());
        long previous = reference(feedback) * TransportFeedback.REFERENCE_TICKS;
        for (Long arrival : feedback.arrivals()) {
            if (arrival == null) {
                symbols.add(NOT_RECEIVED);
                continue;
            }
            long delta = arrival - previous;
            previous = arrival;
            if (delta != (short) delta && (delta < 0 || delta > 0xFF)) {
                throw new IllegalArgumentException("two arrivals in one feedback lie " + delta + " ticks apart");
            }
            symbols.add(delta >= 0 && delta <= 0xFF ? SMALL_DELTA : LARGE_DELTA);
        }
        return symbols;
    }

    /// Runs where they are longer than a vector, else vectors of two-bit symbols.
    private static List<Integer> chunks(List<Integer> symbols) {
        List<Integer> chunks = new ArrayList<>();
        int at = 0;
        while (at < symbols.size()) {
            int run = 1;
            while (at + run < symbols.size() && symbols.get(at + run).equals(symbols.get(at))) {
                run++;
            }
            if (run > IN_TWO_BIT_VECTOR || at + run == symbols.size()) {
                chunks.add(symbols.get(at) << 13 | run);
                at += run;
                continue;
            }
            int vector = VECTOR_BIT | TWO_BIT_SYMBOLS;
            for (int i = 0; i < IN_TWO_BIT_VECTOR && at < symbols.size(); i++, at++) {
                vector |= symbols.get(at) << 12 - 2 * i;
            }
            chunks.add(vector);
        }
        return chunks;
    }
}
