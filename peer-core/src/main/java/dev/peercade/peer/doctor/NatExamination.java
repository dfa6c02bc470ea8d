package dev.peercade.peer.doctor;

import dev.peercade.peer.doctor.BindingQuestions.Answer;
import dev.peercade.peer.doctor.BindingQuestions.Question;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out from inside how a NAT maps, filters and hairpins (RFC 5780, sections 4.3 to 4.5), from two sockets:
/// one asks everybody, the other one only ever asks the first address and port of the server, since filtering is
/// that of a mapping that has spoken to nobody else.
///
/// Whom it asks depends on the server: one with two addresses tells all; one with two ports tells whether a NAT
/// looks at ports; any other STUN server is a witness of how a mapping looks from its address.
public final class NatExamination {

    /// Sockets, by their numbers in [Outgoing].
    public static final int MAPPING_SOCKET = 0;

    public static final int FILTERING_SOCKET = 1;

    /// Three see what there is to see.
    private static final int WITNESSES_MAX = 3;

    private final TransportAddress server;
    private final List<TransportAddress> locals;
    private final BindingQuestions questions;
    private final HairpinTrial hairpin;
    private final List<Question> mapping = new ArrayList<>();
    private final Question capability;
    private final Question fresh;
    private @Nullable Question plain;
    private @Nullable Question fromAnotherAddress;
    private @Nullable Question fromAnotherPort;
    private boolean capabilitySeen;
    private boolean filteringAsked;

    /// @param server the STUN server
    /// @param witnesses other STUN servers; of the first ones the mapping is asked too
    /// @param locals addresses and ports of the two sockets
    public NatExamination(
            TransportAddress server,
            List<TransportAddress> witnesses,
            List<TransportAddress> locals,
            Entropy entropy,
            MonoTime now) {
        this.server = server;
        this.locals = List.copyOf(locals);
        this.questions = new BindingQuestions(entropy);
        this.hairpin = new HairpinTrial(entropy);
        this.capability = questions.ask(new Question(MAPPING_SOCKET, server, 0, 0), now);
        this.fresh = questions.ask(Question.plain(FILTERING_SOCKET, server), now);
        mapping.add(capability);
        witnesses.stream()
                .filter(witness -> witness.v6() == server.v6() && !witness.equals(server))
                .limit(WITNESSES_MAX)
                .forEach(witness -> askMapping(witness, now));
    }

    private void askMapping(TransportAddress of, MonoTime now) {
        mapping.add(questions.ask(Question.plain(MAPPING_SOCKET, of), now));
    }

    public @Nullable Outgoing poll(MonoTime now) {
        proceed(now);
        Outgoing next = questions.poll(now);
        if (next == null) {
            // What was given up just now may have been what the next question waited for.
            proceed(now);
            next = questions.poll(now);
        }
        return next != null ? next : hairpin.poll(now);
    }

    /// False where it has nothing to do with it.
    public boolean onDatagram(int socket, TransportAddress from, byte[] datagram, MonoTime now) {
        boolean ours = hairpin.onDatagram(datagram) || questions.onDatagram(socket, from, datagram);
        if (ours) {
            proceed(now);
        }
        return ours;
    }

    private void proceed(MonoTime now) {
        Answer capable = questions.answer(capability);
        if (!capabilitySeen && !questions.isOpen(capability)) {
            capabilitySeen = true;
            boolean refused = capable != null && capable.mapped() == null;
            if (refused || capable == null && questions.answer(fresh) != null) {
                // RFC 5780, section 6.1: a server without a second end refuses CHANGE-REQUEST; some say nothing to it.
                plain = questions.ask(Question.plain(MAPPING_SOCKET, server), now);
                mapping.add(plain);
            }
            TransportAddress other = capable == null ? null : capable.other();
            if (other != null) {
                askOthers(other, now);
            }
        }
        if (capabilitySeen && !filteringAsked && questions.answer(fresh) != null) {
            filteringAsked = true;
            TransportAddress other = capable == null ? null : capable.other();
            if (other != null) {
                fromAnotherPort =
                        questions.ask(new Question(FILTERING_SOCKET, server, BindingQuestions.CHANGE_PORT, 0), now);
                if (isSecondAddress(other)) {
                    int both = BindingQuestions.CHANGE_ADDRESS | BindingQuestions.CHANGE_PORT;
                    fromAnotherAddress = questions.ask(new Question(FILTERING_SOCKET, server, both, 0), now);
                }
            }
        }
        // To and fro through the NAT, the filtering socket speaks to others than the server: only after that.
        if (questions.isIdle() && !hairpin.isBegun()) {
            TransportAddress one = mapped(MAPPING_SOCKET);
            TransportAddress two = mapped(FILTERING_SOCKET);
            boolean asksAnything = one != null && two != null && !isWithoutNat() && !isServerAside();
            hairpin.begin(asksAnything ? one : null, asksAnything ? two : null, now);
        }
    }

    /// RFC 5780, section 4.3. The addresses are the server's own word: a handful of short datagrams goes there.
    private void askOthers(TransportAddress other, MonoTime now) {
        TransportAddress sameHost = new TransportAddress(server.high(), server.low(), server.v6(), other.port());
        if (isSecondAddress(other)) {
            askMapping(new TransportAddress(other.high(), other.low(), other.v6(), server.port()), now);
            askMapping(other, now);
        }
        if (sameHost.isSendable() && !sameHost.equals(server)) {
            askMapping(sameHost, now);
        }
    }

    /// A server that is bound to all its addresses does not know which one it was asked at, and one behind a
    /// translation knows only an inner one.
    private boolean isSecondAddress(TransportAddress other) {
        return other.isSendable()
                && other.v6() == server.v6()
                && !BindingQuestions.sameHost(other, server)
                && other.isLoopback() == server.isLoopback()
                && (server.isPrivate() || !other.isPrivate());
    }

    private @Nullable TransportAddress mapped(int socket) {
        Question question = socket == FILTERING_SOCKET ? fresh : plain != null ? plain : capability;
        Answer answer = questions.answer(question);
        return answer == null ? null : answer.mapped();
    }

    public boolean isDone() {
        return questions.isIdle() && hairpin.isDone();
    }

    public @Nullable MonoTime deadline() {
        MonoTime asked = questions.deadline();
        return asked != null ? asked : hairpin.deadline();
    }

    /// Whether any server has answered.
    public boolean isAnswered() {
        return questions.answer(fresh) != null
                || mapping.stream().anyMatch(question -> questions.answer(question) != null);
    }

    /// Whether the server itself has.
    public boolean isServerAnswering() {
        return questions.answer(fresh) != null || questions.answer(capability) != null;
    }

    /// As of now; final once [#isDone()].
    public NatBehaviour behaviour() {
        Mapping mapping = mapping();
        return new NatBehaviour(mapping, filtering(), hairpin(mapping));
    }

    private boolean isWithoutNat() {
        Mapping seen = mapping();
        return seen == Mapping.UNTRANSLATED || seen == Mapping.NEAR;
    }

    private record Seen(TransportAddress server, TransportAddress mapped) {}

    /// What a server of one's own network sees says nothing of the router between that network and the world: it
    /// counts only where nobody from beyond has answered.
    private List<Seen> seen() {
        List<Seen> all = new ArrayList<>();
        for (Question question : mapping) {
            Answer answer = questions.answer(question);
            if (answer != null && answer.mapped() != null) {
                all.add(new Seen(question.to(), answer.mapped()));
            }
        }
        List<Seen> fromBeyond =
                all.stream().filter(each -> !isNear(each.server)).toList();
        return fromBeyond.isEmpty() ? all : fromBeyond;
    }

    private static boolean isNear(TransportAddress server) {
        return server.isPrivate() || server.isLoopback();
    }

    /// Whether others tell of the router, so that what only the server can tell is not about it.
    private boolean isServerAside() {
        return seen().stream().noneMatch(each -> BindingQuestions.sameHost(each.server, server));
    }

    private Mapping mapping() {
        List<Seen> seen = seen();
        if (seen.isEmpty()) {
            return isAnswered() ? Mapping.UNKNOWN : Mapping.BLOCKED;
        }
        if (seen.stream().allMatch(each -> locals.contains(each.mapped))) {
            return seen.stream().allMatch(each -> isNear(each.server)) ? Mapping.NEAR : Mapping.UNTRANSLATED;
        }
        boolean sameForAll = seen.stream().map(Seen::mapped).distinct().count() == 1;
        boolean severalHosts =
                seen.stream().anyMatch(each -> !BindingQuestions.sameHost(each.server, seen.getFirst().server));
        if (sameForAll) {
            return severalHosts
                    ? Mapping.ENDPOINT_INDEPENDENT
                    : seen.size() > 1 ? Mapping.SAME_FOR_AN_ADDRESS : Mapping.UNKNOWN;
        }
        List<Boolean> withinAHost = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (BindingQuestions.sameHost(seen.get(i).server, seen.get(j).server)) {
                    withinAHost.add(seen.get(i).mapped.equals(seen.get(j).mapped));
                }
            }
        }
        return !withinAHost.isEmpty() && !withinAHost.contains(false)
                ? Mapping.ADDRESS_DEPENDENT
                : Mapping.ADDRESS_AND_PORT_DEPENDENT;
    }

    private Filtering filtering() {
        Question port = fromAnotherPort;
        if (port == null || questions.isOpen(port) || isServerAside()) {
            return Filtering.UNKNOWN;
        }
        Question address = fromAnotherAddress;
        Answer byAddress = address == null ? null : questions.answer(address);
        Answer byPort = questions.answer(port);
        if (isRefusal(byPort) || isRefusal(byAddress) || address != null && questions.isOpen(address)) {
            return Filtering.UNKNOWN;
        }
        if (byAddress != null) {
            return Filtering.ENDPOINT_INDEPENDENT;
        }
        if (byPort == null) {
            return Filtering.ADDRESS_AND_PORT_DEPENDENT;
        }
        return address == null ? Filtering.NOT_BY_PORT : Filtering.ADDRESS_DEPENDENT;
    }

    private static boolean isRefusal(@Nullable Answer answer) {
        return answer != null && answer.mapped() == null;
    }

    private Hairpin hairpin(Mapping mapping) {
        if (isWithoutNat()) {
            return Hairpin.NOT_NEEDED;
        }
        if (hairpin.isHeard()) {
            return Hairpin.WORKS;
        }
        return mapping.isForeseeable() && hairpin.isTried() && hairpin.isDone() ? Hairpin.FAILS : Hairpin.UNKNOWN;
    }
}
