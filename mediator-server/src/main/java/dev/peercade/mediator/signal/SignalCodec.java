package dev.peercade.mediator.signal;

import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The envelope `{v, type, sessionId, requestId, data}` around a message.
@Component
final class SignalCodec {

    private final JsonMapper json;

    SignalCodec(JsonMapper json) {
        this.json = json;
    }

    String write(SignalMessage message) {
        ObjectNode envelope = json.createObjectNode();
        envelope.put("v", SignalMessage.VERSION);
        envelope.put("type", SignalType.of(message).toString());
        put(envelope, "sessionId", sessionId(message));
        put(envelope, "requestId", requestId(message));
        envelope.set("data", json.valueToTree(message));
        return json.writeValueAsString(envelope);
    }

    /// Empty for what is not a message of this version that a client may send.
    Optional<SignalMessage> read(String text) {
        try {
            JsonNode envelope = json.readTree(text);
            if (envelope.path("v").asInt(0) != SignalMessage.VERSION) {
                return Optional.empty();
            }
            return SignalType.ofWireName(envelope.path("type").asString(""))
                    .map(type -> json.treeToValue(envelope.path("data"), type.messageClass()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void put(ObjectNode envelope, String name, @Nullable UUID id) {
        if (id == null) {
            envelope.putNull(name);
        } else {
            envelope.put(name, id.toString());
        }
    }

    private static @Nullable UUID sessionId(SignalMessage message) {
        return switch (message) {
            case SignalMessage.SessionChanged changed -> changed.session().id();
            case SignalMessage.RequestChanged changed -> changed.request().sessionId();
            case SignalMessage.StreamerEndpointChanged changed -> changed.sessionId();
            case SignalMessage.Authenticate _,
                    SignalMessage.Welcome _,
                    SignalMessage.SubscribeSessions _,
                    SignalMessage.Refused _ -> null;
        };
    }

    private static @Nullable UUID requestId(SignalMessage message) {
        return message instanceof SignalMessage.RequestChanged changed
                ? changed.request().id()
                : null;
    }
}
