package dev.peercade.mediator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.web.FieldProblem;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.EndpointIdentity;
import dev.peercade.model.relay.RelayLatency;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class EndpointValidatorTest {

    private final EndpointValidator onNetwork = new EndpointValidator(false);
    private final EndpointValidator onLoopback = new EndpointValidator(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "10.0.0.1",
                "192.168.1.1",
                "169.254.3.4",
                "100.64.0.1",
                "1.0.0.0",
                "2001:db8::1",
                "fe80::1",
                "fd00::1",
                "64:ff9b::cb00:7107",
                "2002:cb00:7107::1"
            })
    void anAddressOfOneHostIsAccepted(String host) {
        assertThatCode(() -> onNetwork.check(Endpoints.at(host, 1))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // names
                "localhost",
                "example.com",
                "abc123.local",
                "host",
                "",
                " ",
                "1.2.3.4.",
                "1.2.3.4 ",
                "a.b.c.d",
                // spellings that some libraries take for addresses
                "0177.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "0x7f000001",
                "127.0.1",
                "010.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.256",
                "-1.2.3.4",
                "１.2.3.4",
                // of no single host
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "240.0.0.1",
                "::",
                "ff02::1",
                "FF05::2",
                // loopback, open and hidden
                "127.0.0.1",
                "127.255.255.254",
                "::1",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::127.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::ffff:203.0.113.7",
                // not IPv6
                "fe80::1%eth0",
                "[2001:db8::1]",
                "2001:db8::1::2",
                "2001:db8",
                ":",
                ":::",
                "12345::",
                "2001:db8::1/64"
            })
    void whatIsNoPlainAddressOfOneHostIsRefused(String host) {
        assertThatThrownBy(() -> onNetwork.check(Endpoints.at(host, 40_000)))
                .asInstanceOf(type(ProblemException.class))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_ENDPOINT);
                    assertThat(problem.errors()).extracting(FieldProblem::field).containsExactly("host");
                    assertThat(problem.detail())
                            .as("never repeats what was sent")
                            .doesNotContain("7f00");
                });
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,true", "127.9.9.9,true", "::1,true", "0.0.0.0,false", "::ffff:127.0.0.1,false", "127.1,false"
    })
    void loopbackIsAcceptedOnlyWhereTheMediatorListensThere(String host, boolean accepted) {
        if (accepted) {
            assertThatCode(() -> onLoopback.check(Endpoints.at(host, 1))).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> onLoopback.check(Endpoints.at(host, 1))).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,false", "0,false", "1,true", "65535,true", "65536,false", "2147483647,false"})
    void aPortIsFrom1To65535(int port, boolean accepted) {
        if (accepted) {
            assertThatCode(() -> onNetwork.check(Endpoints.at("203.0.113.7", port)))
                    .doesNotThrowAnyException();
        } else {
            assertThat(fields(json -> json.put("port", port))).containsExactly("port");
        }
    }

    @Test
    void eachWrongFieldIsNamed() {
        assertThat(fields(json -> json.remove("port"))).containsExactly("port");
        assertThat(fields(json -> json.remove("host"))).containsExactly("host");
        assertThat(fields(json -> json.put("userFragment", "abc"))).containsExactly("userFragment");
        assertThat(fields(json -> json.put("userFragment", "a\r\nb-c"))).containsExactly("userFragment");
        assertThat(fields(json -> json.put("password", "short"))).containsExactly("password");
        assertThat(fields(json -> json.put("password", "x".repeat(257)))).containsExactly("password");
        assertThat(fields(json -> json.put("fingerprint", "sha-1 AB"))).containsExactly("fingerprint");
        assertThat(fields(json -> json.putNull("fingerprint"))).containsExactly("fingerprint");
        assertThat(fields(json -> json.remove("media"))).containsExactly("media");
        assertThat(fields(json -> candidate(json).put("address", "host.local")))
                .containsExactly("candidates[0].address");
        assertThat(fields(json -> candidate(json).put("address", "127.0.0.1")))
                .containsExactly("candidates[0].address");
        assertThat(fields(json -> candidate(json).put("port", 0))).containsExactly("candidates[0].port");
        assertThat(fields(json -> candidate(json).put("priority", 0))).containsExactly("candidates[0].priority");
        assertThat(fields(json -> candidate(json).put("priority", 1L << 31))).containsExactly("candidates[0].priority");
        assertThat(fields(json -> candidate(json).put("foundation", "a b")))
                .containsExactly("candidates[0].foundation");
        assertThat(fields(json -> candidate(json).putNull("kind"))).containsExactly("candidates[0].kind");
        assertThat(fields(json -> json.withArray("candidates").addNull())).containsExactly("candidates[1]");
        assertThat(fields(json -> codec(json).put("payloadType", 64))).containsExactly("media.codecs[0].payloadType");
        assertThat(fields(json -> codec(json).put("retransmissionPayloadType", 96)))
                .containsExactly("media.codecs[0].retransmissionPayloadType");
        assertThat(fields(json -> codec(json).put("name", "H 264"))).containsExactly("media.codecs[0].name");
        assertThat(fields(json -> codec(json).put("parameters", "a\nb"))).containsExactly("media.codecs[0].parameters");
        assertThat(fields(json -> ((ObjectNode) json.at("/media/extensions/0")).put("id", 15)))
                .containsExactly("media.extensions[0].id");
    }

    @Test
    void atMost16CandidatesAreAccepted() {
        assertThat(fields(json -> times(json, 16))).isEmpty();
        assertThat(fields(json -> times(json, 17))).containsExactly("candidates");
    }

    @Test
    void latenciesOfUpTo16NodesAreKept() {
        Endpoint endpoint = edited(json -> latencies(json, 16));
        assertThat(onNetwork.check(endpoint).relayLatencies())
                .hasSize(16)
                .contains(new RelayLatency(new UUID(7, 15), 12.5));
        assertThat(onNetwork
                        .check(edited(json -> json.putArray("relayLatencies")))
                        .relayLatencies())
                .isEmpty();
        assertThat(fields(json -> latencies(json, 17))).containsExactly("relayLatencies");
    }

    @Test
    void aLatencyIsOfOneNodeAndANumberOfUpToAMinute() {
        assertThat(fields(json -> latency(json, new UUID(7, 0).toString(), 3)))
                .containsExactly("relayLatencies[1].node");
        assertThat(fields(json -> latency(json, null, 3))).containsExactly("relayLatencies[1].node");
        assertThat(fields(json -> latencies(json, 1).addNull())).containsExactly("relayLatencies[1].node");
        for (double wrong : new double[] {-0.1, 60_000.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(fields(json -> latency(json, new UUID(8, 0).toString(), wrong)))
                    .containsExactly("relayLatencies[1].latencyMs");
        }
        for (double right : new double[] {0, 60_000}) {
            assertThat(fields(json -> latency(json, new UUID(8, 0).toString(), right)))
                    .isEmpty();
        }
    }

    @Test
    void anIdentityHasTheFormOfAKeyAndASignature() {
        String key = "MCowBQYDK2VwAyEA" + "a".repeat(43) + "=";
        String signature = "b".repeat(86) + "==";
        Endpoint signed = edited(json -> identity(json, key, signature));
        assertThat(onNetwork.check(signed).identity()).isEqualTo(new EndpointIdentity(key, signature));
        for (String wrong : new String[] {null, "", "short", "b".repeat(89), "-".repeat(60)}) {
            assertThat(fields(json -> identity(json, wrong, wrong)))
                    .containsExactly("identity.key", "identity.signature");
        }
    }

    private static void identity(ObjectNode json, @Nullable String key, @Nullable String signature) {
        json.putObject("identity").put("key", key).put("signature", signature);
    }

    private static ArrayNode latencies(ObjectNode json, int count) {
        ArrayNode latencies = json.putArray("relayLatencies");
        for (int i = 0; i < count; i++) {
            latencies.addObject().put("node", new UUID(7, i).toString()).put("latencyMs", 12.5);
        }
        return latencies;
    }

    private static void latency(ObjectNode json, @Nullable String node, double latencyMs) {
        latencies(json, 1).addObject().put("node", node).put("latencyMs", latencyMs);
    }

    @Test
    void aGenerationThatAPeerSendsIsNotKept() {
        Endpoint sent = edited(json -> json.put("generation", 77));
        assertThat(onNetwork.check(sent).generation()).isNull();
    }

    private List<String> fields(Consumer<ObjectNode> edit) {
        try {
            onNetwork.check(edited(edit));
            return List.of();
        } catch (ProblemException e) {
            return e.errors().stream().map(FieldProblem::field).toList();
        }
    }

    private static Endpoint edited(Consumer<ObjectNode> edit) {
        ObjectNode json = Caller.JSON.valueToTree(Endpoints.at("203.0.113.7", 40_000));
        edit.accept(json);
        return Caller.JSON.treeToValue(json, Endpoint.class);
    }

    private static ObjectNode candidate(ObjectNode json) {
        return (ObjectNode) json.at("/candidates/0");
    }

    private static ObjectNode codec(ObjectNode json) {
        return (ObjectNode) json.at("/media/codecs/0");
    }

    private static void times(ObjectNode json, int count) {
        ObjectNode first = candidate(json);
        while (json.withArray("candidates").size() < count) {
            json.withArray("candidates").add(first.deepCopy());
        }
    }
}
