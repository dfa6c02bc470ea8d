package dev.peercade.cli;

import dev.peercade.node.NodeSettings.Addresses;
import dev.peercade.node.NodeSettings.Ports;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where peers reach a relay node.
final class NodeAddressOptions {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /// RFC 8656, section 7.2: below lie ports that services have.
    private static final int RELAY_PORT_MIN = 1024;

    @Option(
            names = "--address",
            paramLabel = "IPV4",
            description = "Public address of this machine, or the one that is translated to it port by port.")
    private @Nullable String address;

    @Option(names = "--address6", paramLabel = "IPV6", description = "Its public IPv6 address; beside or instead.")
    private @Nullable String address6;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Of TURN, over UDP and TCP. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3478")
    private int port;

    @Option(
            names = "--tls-port",
            paramLabel = "N",
            description = "Of TURN over TLS, or 'off'. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5349")
    private String tlsPort = "";

    @Option(
            names = "--agent-port",
            paramLabel = "N",
            description = "TCP, of the node's table and speed tests. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3480")
    private int agentPort;

    @Option(
            names = "--relay-ports",
            paramLabel = "A-B",
            description = "UDP, for allocations; open them in the firewall too. Default: ${DEFAULT-VALUE}.",
            defaultValue = "49152-65535")
    private String relayPorts = "";

    Addresses addresses() throws CommandFailure {
        if (address == null && address6 == null) {
            throw usage("Nothing says where peers reach this node.", "Give its public address with --address.");
        }
        InetAddress v4 = literal(address, "--address");
        InetAddress v6 = literal(address6, "--address6");
        if ((v4 != null && !(v4 instanceof Inet4Address)) || (v6 != null && !(v6 instanceof Inet6Address))) {
            throw usage("An address is of the other family.", "Give IPv4 with --address and IPv6 with --address6.");
        }
        return new Addresses((Inet4Address) v4, (Inet6Address) v6);
    }

    Ports ports() throws CommandFailure {
        Integer tls = tlsPort.equals("off") ? null : number(tlsPort);
        Matcher range = RANGE.matcher(relayPorts);
        int min = range.matches() ? Integer.parseInt(range.group(1)) : 0;
        int max = range.matches() ? Integer.parseInt(range.group(2)) : 0;
        if (min < RELAY_PORT_MIN || max > 65_535 || min > max) {
            throw usage("'" + relayPorts + "' is no range of ports.", "Give one from 1024 on, such as 49152-65535.");
        }
        boolean good = isPort(port) && isPort(agentPort) && (tls == null || isPort(tls));
        if (!good || port == agentPort || (tls != null && (tls == port || tls == agentPort))) {
            throw usage(
                    "A port is out of range, or given twice.",
                    "Give --port, --tls-port and --agent-port each a number of its own, from 1 to 65535.");
        }
        return new Ports(port, tls, agentPort, min, max);
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    private static int number(String text) {
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static @Nullable InetAddress literal(@Nullable String text, String option) throws CommandFailure {
        if (text == null) {
            return null;
        }
        try {
            InetAddress parsed = InetAddress.ofLiteral(text);
            if (!parsed.isAnyLocalAddress() && !parsed.isMulticastAddress() && !text.contains("%")) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one sentence below.
        }
        throw usage("What " + option + " gives is no address of one machine.", "Give an address, not a name.");
    }

    private static CommandFailure usage(String message, String remedy) {
        return new CommandFailure("usage", message, remedy);
    }
}
