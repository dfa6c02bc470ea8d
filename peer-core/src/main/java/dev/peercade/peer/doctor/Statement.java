package dev.peercade.peer.doctor;

import static dev.peercade.peer.doctor.Verdict.OK;
import static dev.peercade.peer.doctor.Verdict.PROBLEM;
import static dev.peercade.peer.doctor.Verdict.UNKNOWN;
import static dev.peercade.peer.doctor.Verdict.WARNING;

import org.jspecify.annotations.Nullable;

/// All that the doctor can say. Names of [Figure]s stand in braces where their numbers go, `{node}` where the
/// number of a relay node does.
public enum Statement {
    MEDIATOR_ANSWERS(Subject.MEDIATOR, OK, "The mediator answers; a connection to it takes {connectMs} ms.", null),
    MEDIATOR_ANSWERS_BY_PROXY(
            Subject.MEDIATOR, OK, "The mediator answers, though not to a connection of one's own: over a proxy.", null),
    MEDIATOR_ANSWERS_UNTIMED(
            Subject.MEDIATOR, OK, "The mediator answers; how long a connection to it takes was not measured.", null),
    MEDIATOR_SILENT(
            Subject.MEDIATOR,
            PROBLEM,
            "The mediator does not answer.",
            "Check its address, that it runs, and that this machine is online."),
    MEDIATOR_UNTRUSTED(
            Subject.MEDIATOR,
            PROBLEM,
            "The mediator shows a certificate that nobody vouches for.",
            "Compare the pin that it prints at its start, and give that as --server-pin."),
    MEDIATOR_PLAIN_HTTP(
            Subject.MEDIATOR,
            PROBLEM,
            "The mediator is to be reached without encryption, beyond this machine, and was not asked.",
            "Use https:, or --allow-plain-http in a network that you trust."),
    MEDIATOR_REFUSES(
            Subject.MEDIATOR,
            PROBLEM,
            "The mediator takes the connection and does not answer as one.",
            "Check that its address and its port are those of a Peercade mediator."),

    ACCOUNT_REFUSED(
            Subject.ACCOUNT,
            PROBLEM,
            "The mediator does not accept this account, so that relay nodes were left out.",
            "Check user name and password."),
    ACCOUNT_MISSING(
            Subject.ACCOUNT,
            UNKNOWN,
            "Relay nodes were left out, since the mediator names them to accounts only.",
            "Say who you are with --user."),

    UDP_PASSES(Subject.UDP, OK, "UDP gets out of this network and back in.", null),
    UDP_BLOCKED(
            Subject.UDP,
            PROBLEM,
            "UDP does not get out of this network, or not back in: no direct path is possible.",
            "Ask who runs this network to let UDP out, or use another network or a phone's hotspot; until then a relay"
                    + " carries the stream over TCP, where the mediator has one."),
    UDP_STUN_SILENT(
            Subject.UDP,
            WARNING,
            "UDP gets out, but the mediator's STUN responder does not answer.",
            "Tell who runs the mediator: its STUN port has to be open for UDP. Until then name another server with"
                    + " --stun-server."),
    UDP_NOBODY_TO_ASK(
            Subject.UDP,
            UNKNOWN,
            "The mediator names no STUN server, so that nothing is known about UDP.",
            "Name one with --stun-server."),
    UDP_NOT_ASKED(
            Subject.UDP,
            UNKNOWN,
            "Nothing is known about UDP, since the mediator could not be asked for its STUN server.",
            "Name one with --stun-server."),

    UDP_NO_SOCKET(
            Subject.UDP,
            PROBLEM,
            "This machine gives no UDP socket to programs.",
            "Check what limits programs here: a sandbox, a firewall, too many open files."),

    MAPPING_NONE(Subject.MAPPING, OK, "No router translates this machine's address.", null),
    MAPPING_NEAR(
            Subject.MAPPING,
            UNKNOWN,
            "The mediator is in this network, so that nothing is known about the router to the internet.",
            "Where others come from beyond it, name a STUN server on the internet with --stun-server."),
    MAPPING_SAME(Subject.MAPPING, OK, "The router keeps one port towards everybody, which suits direct paths.", null),
    MAPPING_SAME_PROBABLY(
            Subject.MAPPING,
            OK,
            "The router keeps one port towards all ports of a server, and so most probably towards everybody.",
            null),
    MAPPING_BY_ADDRESS(
            Subject.MAPPING,
            WARNING,
            "The router takes another port towards each address (a symmetric NAT): nobody can foresee it.",
            "Forward a UDP port or switch on UPnP in the router, or use IPv6; else many connections need a relay."),
    MAPPING_SYMMETRIC(
            Subject.MAPPING,
            WARNING,
            "The router takes another port towards each destination (a symmetric NAT): nobody can foresee it.",
            "Look for a setting such as 'full cone' or 'endpoint-independent' in the router, or use IPv6; a phone's"
                    + " network and some internet providers offer no other. Else many connections need a relay."),
    MAPPING_UNKNOWN(
            Subject.MAPPING,
            UNKNOWN,
            "How the router translates addresses could not be found out.",
            "Ask again while the mediator's STUN responder answers on two ports."),

    FILTERING_NONE(Subject.FILTERING, OK, "Once this machine has sent something, everybody can reach it.", null),
    FILTERING_NOT_BY_PORT(
            Subject.FILTERING, OK, "Whoever this machine has sent something to reaches it, from whatever port.", null),
    FILTERING_BY_ADDRESS(
            Subject.FILTERING,
            OK,
            "Only those reach this machine to whom it has sent something before, from whatever port.",
            null),
    FILTERING_BY_PORT(
            Subject.FILTERING,
            OK,
            "Only the very ports reach this machine to which it has sent something before, as behind most routers.",
            null),
    FILTERING_UNKNOWN(
            Subject.FILTERING,
            UNKNOWN,
            "What the router lets in could not be found out.",
            "Nothing to do here: it takes a STUN server on the internet that answers from the next UDP port too, as a"
                    + " mediator's does where that port is free."),

    HAIRPIN_WORKS(Subject.HAIRPIN, OK, "Machines in this network reach each other at its outer address too.", null),
    HAIRPIN_FAILS(
            Subject.HAIRPIN,
            OK,
            "Machines in this network do not reach each other at its outer address; they use their inner ones.",
            null),
    HAIRPIN_NOT_NEEDED(Subject.HAIRPIN, OK, "There is no outer address that machines of this network could use.", null),
    HAIRPIN_UNKNOWN(
            Subject.HAIRPIN,
            UNKNOWN,
            "Whether machines in this network reach each other at its outer address could not be found out.",
            "Nothing to do: within one network they use their inner addresses."),

    MTU_WHOLE(Subject.MTU, OK, "Datagrams of {bytes} bytes get through in one piece.", null),
    MTU_SMALL(
            Subject.MTU,
            WARNING,
            "Datagrams of more than {bytes} bytes do not get through in one piece.",
            "Media needs 1200, so that streams work; look at VPN and tunnel settings (MTU) if other programs do not."),
    MTU_TINY(
            Subject.MTU,
            PROBLEM,
            "Datagrams of 1200 bytes, as media has them, do not get through in one piece.",
            "Raise the MTU of your VPN or tunnel to 1280 or more, or leave it for streams."),
    MTU_UNKNOWN(
            Subject.MTU, UNKNOWN, "How long datagrams may be could not be found out.", "Ask again when UDP gets out."),

    IPV6_WORKS(Subject.IPV6, OK, "IPv6 works, which needs no address translation.", null),
    IPV6_NO_ADDRESS(
            Subject.IPV6,
            OK,
            "This machine has no public IPv6 address, so that IPv4 has to do; most streams can.",
            null),
    IPV6_SILENT(
            Subject.IPV6,
            WARNING,
            "This machine has a public IPv6 address, but nobody answers over it.",
            "Check the router's IPv6 firewall and that other sites are reached by IPv6."),
    IPV6_NOBODY_TO_ASK(
            Subject.IPV6,
            UNKNOWN,
            "This machine has a public IPv6 address; neither the mediator nor a relay node is there to try it with.",
            "Nothing to do here: who runs the mediator can give it an IPv6 address."),

    LINK_GOOD(
            Subject.LINK,
            OK,
            "To the mediator and back: {roundTripMs} ms, jitter {jitterMs} ms, {lossPercent} % lost of {probes}.",
            null),
    LINK_LOSSY(
            Subject.LINK,
            WARNING,
            "{lossPercent} % of {probes} datagrams to the mediator and back are lost ({roundTripMs} ms, jitter"
                    + " {jitterMs} ms).",
            "Use a cable instead of Wi-Fi, and see whether something else fills the line."),
    LINK_SLOW(
            Subject.LINK,
            WARNING,
            "The mediator is far away: {roundTripMs} ms and back, jitter {jitterMs} ms, {lossPercent} % lost of"
                    + " {probes}.",
            "It carries no media, so that only starts take longer; peers may be nearer. If everything is that far,"
                    + " see whether something fills the line."),
    LINK_UNEVEN(
            Subject.LINK,
            WARNING,
            "Datagrams to the mediator and back take unevenly long: {roundTripMs} ms, jitter {jitterMs} ms,"
                    + " {lossPercent} % lost of {probes}.",
            "Use a cable instead of Wi-Fi, and see whether something else fills the line."),
    LINK_SILENT(
            Subject.LINK,
            UNKNOWN,
            "How far the mediator is could not be measured over UDP.",
            "Ask again when UDP gets out."),

    NODES_NONE(
            Subject.NODES,
            WARNING,
            "The mediator has no relay nodes: where no direct path is possible, there is none.",
            "Ask who runs the mediator for one: peercade node."),
    NODES_UNKNOWN(
            Subject.NODES, UNKNOWN, "The mediator did not say which relay nodes it has.", "Try again in a while."),
    NODES_LEFT_OUT(
            Subject.NODES, UNKNOWN, "{nodes} more relay nodes were left out.", "Nothing to do: a few are enough."),
    NODES_UNREACHED(
            Subject.NODES,
            PROBLEM,
            "No relay node can be reached, by UDP, TCP or TLS.",
            "Use another network; tell who runs the mediator if that does not help."),

    NODE_UDP_GOOD(
            Subject.NODE_UDP,
            OK,
            "Relay node {node} over UDP: {roundTripMs} ms, jitter {jitterMs} ms, {lossPercent} % lost of {probes}.",
            null),
    NODE_UDP_POOR(
            Subject.NODE_UDP,
            WARNING,
            "Relay node {node} over UDP is far or loses much: {roundTripMs} ms, jitter {jitterMs} ms, {lossPercent} %"
                    + " lost of {probes}.",
            "Nothing to do where another node is better: peers take the best one."),
    NODE_UDP_SILENT(
            Subject.NODE_UDP,
            WARNING,
            "Relay node {node} does not answer over UDP.",
            "If UDP gets out otherwise, tell who runs the mediator; else see what stands beside UDP."),
    NODE_TCP_OPEN(Subject.NODE_TCP, OK, "Relay node {node} takes TCP, in {connectMs} ms.", null),
    NODE_TCP_CLOSED(
            Subject.NODE_TCP,
            WARNING,
            "Relay node {node} cannot be reached by TCP.",
            "This matters where UDP is blocked: let TCP out to the relay's port, or use another network."),
    NODE_TLS_OPEN(Subject.NODE_TLS, OK, "Relay node {node} takes TLS, in {connectMs} ms.", null),
    NODE_TLS_CLOSED(
            Subject.NODE_TLS,
            WARNING,
            "Relay node {node} cannot be reached by TLS.",
            "This matters where UDP and plain TCP are blocked: let TLS out to the relay's port, or use another"
                    + " network."),

    TIME_IS_UP(
            Subject.CHECKUP,
            UNKNOWN,
            "The time was up before all was measured; what is not told here was not asked, or had no time to answer.",
            "Ask again. If it stays so, the mediator or the name service is slow: peercade doctor --timeout 60."),

    REACH_ALL(Subject.REACH, OK, "Nearly all viewers and streamers reach you directly.", null),
    REACH_MOST(
            Subject.REACH,
            OK,
            "Most viewers reach you directly; those behind a symmetric NAT come over a relay.",
            null),
    REACH_MOST_NO_RELAY(
            Subject.REACH,
            WARNING,
            "Most viewers reach you directly; those behind a symmetric NAT need a relay, and there is none in sight.",
            "Ask who runs the mediator for a relay node, or sign in so that nodes can be looked for."),
    REACH_FEW(
            Subject.REACH,
            WARNING,
            "Only viewers whose routers let every port in reach you directly; most come over a relay.",
            "See what stands beside the router's ports; by IPv6 all is direct, where both have it."),
    REACH_FEW_NO_RELAY(
            Subject.REACH,
            PROBLEM,
            "Only viewers whose routers let every port in reach you directly; the others need a relay, and there is"
                    + " none in sight.",
            "Ask who runs the mediator for a relay node, or sign in so that nodes can be looked for; see also what"
                    + " stands beside the router's ports."),
    REACH_RELAYED(
            Subject.REACH,
            WARNING,
            "Everything goes over a relay, by TCP or TLS.",
            "It works, later and less evenly than over UDP: see what stands beside UDP."),
    REACH_NOBODY(
            Subject.REACH,
            PROBLEM,
            "Beyond this network nobody can be reached: there is no direct path and no relay in sight.",
            "See what stands beside UDP and relay nodes."),
    REACH_NEAR(
            Subject.REACH,
            UNKNOWN,
            "Everybody in this network reaches you directly; beyond it nothing is known.",
            "Where others come from beyond it, name a STUN server on the internet with --stun-server."),
    REACH_UNKNOWN(
            Subject.REACH,
            UNKNOWN,
            "Who reaches this machine directly cannot be foreseen.",
            "See what could not be found out above."),

    VISIT_DIRECT_LAN(
            Subject.VISIT,
            OK,
            "The stream came directly within one network: {kbps} kbit/s over {seconds} s, {roundTripMs} ms and back,"
                    + " {lossPercent} % lost.",
            null),
    VISIT_DIRECT_IPV6(
            Subject.VISIT,
            OK,
            "The stream came directly by IPv6: {kbps} kbit/s over {seconds} s, {roundTripMs} ms and back,"
                    + " {lossPercent} % lost.",
            null),
    VISIT_DIRECT_PUNCHED(
            Subject.VISIT,
            OK,
            "The stream came directly through the firewalls of both: {kbps} kbit/s over {seconds} s, {roundTripMs} ms"
                    + " and back, {lossPercent} % lost.",
            null),
    VISIT_RELAYED_UDP(
            Subject.VISIT,
            WARNING,
            "The stream came by way of a relay: {kbps} kbit/s over {seconds} s, {roundTripMs} ms and back,"
                    + " {lossPercent} % lost.",
            "A direct path is shorter: see what stands beside the router, here and at the streamer's."),
    VISIT_RELAYED_TCP(
            Subject.VISIT,
            WARNING,
            "The stream came by way of a relay that one side reaches by TCP only: {kbps} kbit/s over {seconds} s,"
                    + " {roundTripMs} ms and back, {lossPercent} % lost.",
            "UDP is blocked here or at the streamer's: see what stands beside UDP."),
    VISIT_LOSSY(
            Subject.VISIT,
            WARNING,
            "The stream came, and {lossPercent} % of it was lost: {kbps} kbit/s over {seconds} s, {roundTripMs} ms.",
            "Use a cable instead of Wi-Fi on both sides, and let the streamer send less."),
    VISIT_ASKS(
            Subject.VISIT,
            UNKNOWN,
            "The streamer wants to admit viewers first, so that nothing was watched.",
            "Ask the streamer to admit you, and watch as usual."),
    VISIT_NO_PATH(
            Subject.VISIT,
            PROBLEM,
            "No path to the streamer could be opened.",
            "See what stands beside UDP and relay nodes here, and let the streamer ask the doctor too."),
    VISIT_NO_MEDIA(
            Subject.VISIT,
            PROBLEM,
            "A path to the streamer was opened, and no stream came.",
            "Let the streamer check that the stream runs, and that nothing filters long datagrams."),
    VISIT_NOT_FOUND(
            Subject.VISIT,
            PROBLEM,
            "There is no such session, or it has ended.",
            "See which there are: peercade watch --list."),
    VISIT_REFUSED(
            Subject.VISIT,
            PROBLEM,
            "The streamer or the mediator does not let this account watch the session.",
            "Pick another session, or ask the streamer."),
    VISIT_IDENTITY_CHANGED(
            Subject.VISIT,
            PROBLEM,
            "The streamer has another identity key than the one that this computer remembers.",
            "Ask them, by other means than this mediator, whether they have a new computer; only then accept it:"
                    + " peercade watch --accept-identity."),
    VISIT_IDENTITY_FORGED(
            Subject.VISIT,
            PROBLEM,
            "What the mediator says of the streamer is not what the streamer has signed.",
            "Do not trust this mediator: ask its operator, or use another one."),
    VISIT_NEEDS_ACCOUNT(Subject.VISIT, PROBLEM, "To visit a session takes an account.", "Say who you are with --user."),
    VISIT_TIMED_OUT(
            Subject.VISIT,
            PROBLEM,
            "The streamer's answer was not there in time.",
            "Check that the streamer is still there, and try again."),
    VISIT_FAILED(
            Subject.VISIT,
            PROBLEM,
            "The session could not be watched, for a reason of its own.",
            "Watch it with peercade watch, which says which.");

    private final Subject subject;
    private final Verdict verdict;
    private final String sentence;
    private final @Nullable String remedy;

    Statement(Subject subject, Verdict verdict, String sentence, @Nullable String remedy) {
        this.subject = subject;
        this.verdict = verdict;
        this.sentence = sentence;
        this.remedy = remedy;
    }

    public Subject subject() {
        return subject;
    }

    public Verdict verdict() {
        return verdict;
    }

    /// With the names of figures in braces.
    public String sentence() {
        return sentence;
    }

    /// What to do about it; null where all is well.
    public @Nullable String remedy() {
        return remedy;
    }
}
