package dev.peercade.peer.edge.mediator;

import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The envelope `{v, type, sessionId, requestId, data}` of the push channel.
final class SignalCodec {

    private final JsonMapper json;

    SignalCodec(JsonMapper json) {
        this.json = json;
    }

    String encode(SignalMessage message) {
        ObjectNode envelope = json.createObjectNode();
        envelope.put("v", SignalMessage.VERSION);
        envelope.put("type", SignalType.of(message).toString());
        envelope.set("data", json.valueToTree(message));
        return json.writeValueAsString(envelope);
    }

    /// Empty for what is too long, malformed, or of a version or type that this side does not know.
    Optional<SignalMessage> decode(String text) {
        if (text.length() > SignalMessage.BYTES_MAX
                || text.getBytes(StandardCharsets.UTF_8).length > SignalMessage.BYTES_MAX) {
            return Optional.empty();
        }
        try {
            JsonNode envelope = json.readTree(text);
            if (envelope.path("v").asInt(0) != SignalMessage.VERSION) {
                return Optional.empty();
            }
            Optional<SignalType> type =
                    SignalType.ofWireName(envelope.path("type").asString(""));
            if (type.isEmpty() || !envelope.path("data").isObject()) {
                return Optional.empty();
            }
            return Optional.of(
                    json.treeToValue(envelope.path("data"), type.get().messageClass()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
