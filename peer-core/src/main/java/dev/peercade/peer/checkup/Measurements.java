package dev.peercade.peer.checkup;

import dev.peercade.peer.checkup.CheckupEvent.Part;
import dev.peercade.peer.doctor.AnswerCheck;
import dev.peercade.peer.doctor.Assessment;
import dev.peercade.peer.doctor.NatBehaviour;
import dev.peercade.peer.doctor.NatExamination;
import dev.peercade.peer.doctor.Outgoing;
import dev.peercade.peer.doctor.ProbeSeries;
import dev.peercade.peer.doctor.SizeSearch;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that goes over UDP: first the router, how long datagrams may be and IPv6, at the same time; then the links,
/// which the former would disturb. Owner's thread only.
final class Measurements {

    private static final int SIZE_SOCKET = 2;
    private static final int LINK_SOCKET = 3;

    private final CheckupRim rim;
    private final Mailbox mailbox;
    private final Places places;
    private final Assessment assessment;
    private final Consumer<Part> parts;
    private final List<UdpPort> sockets = new ArrayList<>();
    private @Nullable NatExamination nat;
    private @Nullable SizeSearch sizes;
    private @Nullable AnswerCheck six;
    private @Nullable ProbeSeries links;
    private boolean done;

    Measurements(CheckupRim rim, Mailbox mailbox, Places places, Assessment assessment, Consumer<Part> parts) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.places = places;
        this.assessment = assessment;
        this.parts = parts;
    }

    /// @throws IOException when a socket cannot be had
    void start(MonoTime now) throws IOException {
        TransportAddress stun = places.stun();
        TransportAddress server = stun != null || places.nodes().isEmpty()
                ? stun
                : places.nodes().getFirst().udp();
        for (int socket = 0; socket <= LINK_SOCKET; socket++) {
            open(socket);
        }
        parts.accept(Part.ROUTER);
        beginIpv6(now);
        if (server != null) {
            List<TransportAddress> locals = Stream.of(0, 1)
                    .flatMap(socket -> sockets.get(socket).localAddresses().stream())
                    .toList();
            List<TransportAddress> witnesses =
                    places.nodes().stream().map(Places.Node::udp).toList();
            nat = new NatExamination(server, witnesses, locals, rim.entropy(), now);
            sizes = new SizeSearch(SIZE_SOCKET, server, rim.entropy(), now);
        } else {
            assessment.add(Statement.UDP_NOBODY_TO_ASK);
        }
    }

    private void open(int socket) throws IOException {
        UdpPort.Factory factory =
                socket == SIZE_SOCKET ? rim.udp().unfragmented() : rim.udp().plain();
        sockets.add(factory.open(
                rim.options().bind(),
                batch -> mailbox.post(now -> batch.forEach(datagram -> received(socket, datagram, now)))));
    }

    private void beginIpv6(MonoTime now) {
        boolean own = sockets.get(LINK_SOCKET).localAddresses().stream()
                .anyMatch(address -> address.v6() && !address.isLoopback() && !address.isPrivate());
        List<TransportAddress> servers = Stream.concat(
                        Stream.of(places.stun6()), places.nodes().stream().map(Places.Node::udp6))
                .filter(Objects::nonNull)
                .limit(4)
                .toList();
        if (!own) {
            assessment.add(Statement.IPV6_NO_ADDRESS);
        } else if (servers.isEmpty()) {
            assessment.add(Statement.IPV6_NOBODY_TO_ASK);
        } else {
            six = new AnswerCheck(LINK_SOCKET, servers, rim.entropy(), now);
        }
    }

    private void received(int socket, UdpPort.Datagram datagram, MonoTime now) {
        if (nat != null && nat.onDatagram(socket, datagram.from(), datagram.bytes(), now)
                || sizes != null && sizes.onDatagram(socket, datagram.from(), datagram.bytes())
                || six != null && six.onDatagram(socket, datagram.from(), datagram.bytes())
                || links != null && links.onDatagram(datagram.from(), datagram.bytes(), now)) {
            return;
        }
        // A late answer, or a stranger's: nothing to do with it.
    }

    void advance(MonoTime now) {
        if (done) {
            return;
        }
        if (nat != null) {
            send(nat::poll, now);
            if (nat.isDone()) {
                tellNat();
            }
        }
        if (sizes != null) {
            send(sizes::poll, now);
            if (sizes.isDone()) {
                tellSizes();
            }
        }
        if (six != null) {
            send(six::poll, now);
            if (six.isDone()) {
                tellIpv6();
            }
        }
        if (nat == null && sizes == null && six == null && links == null) {
            parts.accept(Part.LINKS);
            links = new ProbeSeries(LINK_SOCKET, targets(), rim.entropy(), now);
        }
        if (links != null) {
            send(links::poll, now);
            if (links.isDone(now)) {
                tellLinks(now);
            }
        }
    }

    private interface Source {
        @Nullable
        Outgoing poll(MonoTime now);
    }

    private void send(Source source, MonoTime now) {
        for (Outgoing out = source.poll(now); out != null; out = source.poll(now)) {
            sockets.get(out.socket()).send(out.to(), out.datagram());
        }
    }

    private List<TransportAddress> targets() {
        return Stream.concat(
                        Stream.ofNullable(places.stun()),
                        places.nodes().stream().map(Places.Node::udp))
                .toList();
    }

    private void tellNat() {
        NatExamination examination = Objects.requireNonNull(nat);
        NatBehaviour found = examination.behaviour();
        assessment.nat(found, places.stun() == null || examination.isServerAnswering());
        nat = null;
    }

    private void tellSizes() {
        assessment.largestDatagram(Objects.requireNonNull(sizes).largest());
        sizes = null;
    }

    private void tellIpv6() {
        assessment.add(Objects.requireNonNull(six).isAnswered() ? Statement.IPV6_WORKS : Statement.IPV6_SILENT);
        six = null;
    }

    private void tellLinks(MonoTime now) {
        ProbeSeries series = Objects.requireNonNull(links);
        int target = 0;
        if (places.stun() != null) {
            assessment.link(series.figures(target++, now));
        }
        for (int node = 1; node <= places.nodes().size(); node++) {
            assessment.nodeUdp(node, series.figures(target++, now));
        }
        done = true;
    }

    /// Tells what is known though it is not over. What was not asked, or may still be answered, is left out: that
    /// nobody has answered says nothing yet.
    void conclude(MonoTime now) {
        if (nat != null && nat.isServerAnswering()) {
            tellNat();
        }
        if (links != null && !done) {
            tellLinks(now);
        }
        nat = null;
        sizes = null;
        six = null;
        done = true;
    }

    boolean isDone() {
        return done;
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = nat == null ? null : nat.deadline();
        earliest = earlier(earliest, sizes == null ? null : sizes.deadline());
        earliest = earlier(earliest, six == null ? null : six.deadline());
        return earlier(earliest, links == null || done ? null : links.deadline());
    }

    static @Nullable MonoTime earlier(@Nullable MonoTime one, @Nullable MonoTime other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    void close() {
        done = true;
        sockets.forEach(UdpPort::close);
    }
}
