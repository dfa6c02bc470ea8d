package dev.peercade.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A session description of one section with H.264 (RFC 8866), made of an endpoint or made into one.
record Sdp(String text) {

    static final String PARAMETERS = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    private static final Pattern CANDIDATE =
            Pattern.compile("a=candidate:(\\S+) 1 udp (\\d+) (\\S+) (\\d+) typ (\\S+).*", Pattern.CASE_INSENSITIVE);

    /// What stands in a description beside what an endpoint says.
    enum Side {
        /// As all viewers of ours: DTLS client.
        VIEWER("active", "recvonly"),
        STREAMER("passive", "sendonly");

        private final String setup;
        private final String direction;

        Side(String setup, String direction) {
            this.setup = setup;
            this.direction = direction;
        }
    }

    /// What a peer with this endpoint would say.
    ///
    /// @param payloadType the viewer's, whoever speaks
    static Sdp of(JsonNode endpoint, Side side, int payloadType) {
        Stream<String> lines = Stream.of(
                "v=0",
                "o=- 1 1 IN IP4 0.0.0.0",
                "s=-",
                "t=0 0",
                "a=group:BUNDLE 0",
                "m=video 9 UDP/TLS/RTP/SAVPF " + payloadType,
                "c=IN IP4 0.0.0.0",
                "a=ice-ufrag:" + endpoint.path("userFragment").asString(),
                "a=ice-pwd:" + endpoint.path("password").asString(),
                "a=fingerprint:" + endpoint.path("fingerprint").asString(),
                "a=setup:" + side.setup,
                "a=mid:0",
                "a=" + side.direction,
                "a=rtcp-mux",
                "a=rtpmap:" + payloadType + " H264/90000",
                "a=fmtp:" + payloadType + " " + PARAMETERS,
                "a=rtcp-fb:" + payloadType + " nack pli");
        Stream<String> candidates = endpoint.path("candidates").valueStream().map(Sdp::line);
        return new Sdp(Stream.of(lines, candidates, Stream.of("a=end-of-candidates", ""))
                .flatMap(each -> each)
                .reduce((one, other) -> one + "\r\n" + other)
                .orElseThrow());
    }

    private static String line(JsonNode candidate) {
        String kind = candidate.path("kind").asString();
        return "a=candidate:%s 1 udp %d %s %d typ %s%s"
                .formatted(
                        candidate.path("foundation").asString(),
                        candidate.path("priority").asLong(),
                        candidate.path("address").asString(),
                        candidate.path("port").asInt(),
                        kind,
                        kind.equals("host") ? "" : " raddr 0.0.0.0 rport 9");
    }

    /// Of the first attribute of this name.
    String value(String attribute) {
        Matcher found = Pattern.compile("(?m)^a=" + attribute + ":(.*?)\r?$").matcher(text);
        if (!found.find()) {
            throw new AssertionError("no " + attribute + " in\n" + text);
        }
        return found.group(1);
    }

    /// The same, whose receiver wants no more than this (libwebrtc's own parameters; its sender heeds them in what it
    /// is told, nowhere else).
    Sdp spending(int kbps) {
        int payloadType = payloadType();
        String limits = "x-google-max-bitrate=%1$d;x-google-min-bitrate=100;x-google-start-bitrate=%2$d"
                .formatted(kbps, Math.min(kbps, 2000));
        String known = "a=fmtp:" + payloadType + " ";
        return new Sdp(
                text.contains(known)
                        ? text.replaceFirst(known, known + limits + ";")
                        : text.replaceFirst(
                                "(?m)^(a=rtpmap:" + payloadType + " .*?)\r?$", "$1\r\n" + known + limits + "\r"));
    }

    int payloadType() {
        return Integer.parseInt(value("rtpmap").split(" ")[0]);
    }

    /// The same under other ICE credentials.
    Sdp with(String userFragment, String password) {
        return new Sdp(text.replaceAll("(?m)^a=ice-ufrag:.*?(\r?)$", "a=ice-ufrag:" + userFragment + "$1")
                .replaceAll("(?m)^a=ice-pwd:.*?(\r?)$", "a=ice-pwd:" + password + "$1"));
    }

    /// What goes to the mediator.
    Map<String, Object> endpoint() {
        return Map.of(
                "userFragment", value("ice-ufrag"),
                "password", value("ice-pwd"),
                "fingerprint", value("fingerprint"),
                "candidates", candidates(),
                "media", media(payloadType()));
    }

    static Map<String, Object> media(int payloadType) {
        return Map.of(
                "codecs",
                List.of(Map.of(
                        "name", "H264", "payloadType", payloadType, "clockRate", 90_000, "parameters", PARAMETERS)),
                "extensions",
                List.of());
    }

    private List<Map<String, Object>> candidates() {
        List<Map<String, Object>> found = new ArrayList<>();
        text.lines()
                .map(CANDIDATE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> found.add(Map.of(
                        "foundation", line.group(1),
                        "priority", Long.parseLong(line.group(2)),
                        "address", line.group(3),
                        "port", Integer.parseInt(line.group(4)),
                        "kind", line.group(5))));
        return found;
    }
}
