package dev.peercade.peer.edge.file;

import java.net.URI;
import java.util.Locale;

/// How the files are called that a peer keeps for each mediator.
public final class MediatorFiles {

    private MediatorFiles() {}

    /// Host and port, whether or not the port is spelled; what no file system dislikes. Such as `play.example_8480`.
    public static String name(URI server) {
        String host = String.valueOf(server.getHost()).toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        int port = server.getPort() != -1 ? server.getPort() : "http".equals(server.getScheme()) ? 80 : 443;
        return host.replaceAll("[^a-z0-9.-]", "-") + "_" + port;
    }
}
