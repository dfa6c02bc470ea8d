package dev.peercade.testbed;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Endpoints that no real peer is behind.
final class Endpoints {

    private Endpoints() {}

    static Map<String, Object> at(String host, int port) {
        return Map.of(
                "host",
                host,
                "port",
                port,
                "userFragment",
                "abcd",
                "password",
                "abcdefghijklmnopqrstuvwx",
                "fingerprint",
                "sha-256 " + String.join(":", Collections.nCopies(32, "AB")),
                "media",
                Map.of(
                        "codecs",
                                List.of(Map.of(
                                        "name",
                                        "H264",
                                        "payloadType",
                                        96,
                                        "clockRate",
                                        90000,
                                        "parameters",
                                        "packetization-mode=1;profile-level-id=42e01f")),
                        "extensions", List.of()));
    }
}
