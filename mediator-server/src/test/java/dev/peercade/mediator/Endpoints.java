package dev.peercade.mediator;

import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.peer.MediaDescription.Codec;
import dev.peercade.model.peer.MediaDescription.HeaderExtension;
import java.util.List;

/// Endpoints as peers push them.
public final class Endpoints {

    private static final MediaDescription MEDIA = new MediaDescription(
            List.of(new Codec("H264", 96, 90_000, "packetization-mode=1;profile-level-id=42e01f", 97)),
            List.of(new HeaderExtension(
                    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01", 3)));

    private Endpoints() {}

    public static Endpoint at(String host, int port) {
        return new Endpoint(
                host,
                port,
                List.of(new Candidate(CandidateKind.HOST, 2_130_706_431L, "1", "192.168.1.7", 50_000)),
                "abcd",
                "0123456789abcdefghijkl",
                "sha-256 " + "AB:".repeat(31) + "AB",
                MEDIA,
                null);
    }
}
