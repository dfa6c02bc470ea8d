package dev.peercade.node;

import dev.peercade.node.NodeSettings.Limits;
import dev.peercade.node.NodeSettings.Ports;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What coturn is told: the text of its configuration file.
///
/// @param secret that it shares with the mediator
/// @param certificate PEM file with key and certificate
/// @param folder for what coturn keeps beside it
record CoturnConfiguration(NodeSettings settings, LocalAddresses local, String secret, Path certificate, Path folder) {

    /// Allocations of one user name, which is one request: two parties, each over two address families and by up
    /// to three transports while they look for the best one.
    static final int USER_QUOTA = 12;

    /// What one allocation may take of a bounded capacity: coturn sets it aside when it allocates.
    private static final int ALLOCATION_MBIT = 50;

    private static final int BYTES_PER_MBIT = 125_000;

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by the relay node at each start; changes are lost.");
        addAddresses(lines);
        addPorts(lines);
        addAccess(lines);
        addLimits(lines);
        addPeers(lines);
        lines.addAll(List.of(
                // Nothing is kept of who was here; the agent reads what is said.
                "log-file=stdout",
                "simple-log",
                "pidfile=" + pidFile(),
                // The system's own would bring users and secrets that nobody here has chosen.
                "userdb=" + folder.resolve("turndb")));
        return String.join("\n", lines) + "\n";
    }

    /// Where coturn writes its process id.
    Path pidFile() {
        return folder.resolve("turnserver.pid");
    }

    private void addAddresses(List<String> lines) {
        for (InetAddress address : settings.addresses().all()) {
            InetAddress here = local.of(address);
            lines.add("listening-ip=" + here.getHostAddress());
            lines.add("relay-ip=" + here.getHostAddress());
            if (!here.equals(address)) {
                lines.add("external-ip=" + address.getHostAddress() + "/" + here.getHostAddress());
            }
        }
    }

    private void addPorts(List<String> lines) {
        Ports ports = settings.ports();
        lines.add("listening-port=" + ports.turn());
        if (ports.tls() == null) {
            lines.add("no-tls");
        } else {
            lines.add("tls-listening-port=" + ports.tls());
            lines.add("cert=" + certificate);
            lines.add("pkey=" + certificate);
            lines.add("no-tlsv1");
            lines.add("no-tlsv1_1");
        }
        // No peer of ours speaks it to a TURN server, and half-open handshakes have filled memories.
        lines.add("no-dtls");
        lines.add("min-port=" + ports.relayMin());
        lines.add("max-port=" + ports.relayMax());
    }

    private void addAccess(List<String> lines) {
        lines.addAll(List.of(
                "realm=peercade",
                "use-auth-secret",
                "static-auth-secret=" + secret,
                "fingerprint",
                "stale-nonce=600",
                "no-tcp-relay",
                "no-cli",
                // Its attributes let an answer to a forged source grow (PROTOCOL rule 2), and no peer asks for them.
                "no-rfc5780",
                "no-stun-backward-compatibility",
                "no-software-attribute",
                "no-dynamic-ip-list",
                "no-dynamic-realms",
                "no-auth-pings"));
    }

    private void addLimits(List<String> lines) {
        Limits limits = settings.limits();
        lines.add("user-quota=" + USER_QUOTA);
        lines.add("total-quota=" + limits.maxAllocations());
        if (limits.maxMbit() > 0) {
            lines.add("bps-capacity=" + limits.maxMbit() * (long) BYTES_PER_MBIT);
            lines.add("max-bps=" + Math.min(limits.maxMbit(), ALLOCATION_MBIT) * (long) BYTES_PER_MBIT);
        }
    }

    /// What is allowed wins over what is denied. Two allocations of this node talk to each other, so its own
    /// addresses are allowed wherever they lie.
    private void addPeers(List<String> lines) {
        List<PeerRange> allowed = new ArrayList<>(settings.lab().allowed());
        for (InetAddress address : settings.addresses().all()) {
            allowed.add(PeerRange.single(address));
            if (!local.of(address).equals(address)) {
                allowed.add(PeerRange.single(local.of(address)));
            }
        }
        lines.add("no-multicast-peers");
        if (allowed.stream().anyMatch(PeerRange::isLoopback)) {
            lines.add("allow-loopback-peers");
        }
        allowed.forEach(range -> lines.add("allowed-peer-ip=" + range.text()));
        DeniedPeers.all().forEach(range -> lines.add("denied-peer-ip=" + range.text()));
    }

    /// The secret stays out of every log.
    @Override
    public String toString() {
        return "CoturnConfiguration[" + settings + "]";
    }
}
