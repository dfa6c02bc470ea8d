package dev.peercade.model.signal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The `type` member of a push message and the record that its `data` holds.
public enum SignalType {
    AUTHENTICATE(SignalMessage.Authenticate.class),
    WELCOME(SignalMessage.Welcome.class),
    SUBSCRIBE_SESSIONS(SignalMessage.SubscribeSessions.class),
    SESSION_CHANGED(SignalMessage.SessionChanged.class),
    REQUEST_CHANGED(SignalMessage.RequestChanged.class),
    STREAMER_ENDPOINT_CHANGED(SignalMessage.StreamerEndpointChanged.class),
    REFUSED(SignalMessage.Refused.class);

    private final Class<? extends SignalMessage> message;

    SignalType(Class<? extends SignalMessage> message) {
        this.message = message;
    }

    public Class<? extends SignalMessage> messageClass() {
        return message;
    }

    public static SignalType of(SignalMessage message) {
        return Arrays.stream(values())
                .filter(type -> type.message == message.getClass())
                .findFirst()
                .orElseThrow();
    }

    /// The type of this wire name; empty for one that a newer mediator may have added.
    public static Optional<SignalType> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.toString().equals(wireName))
                .findFirst();
    }

    /// The name as it goes over the wire, such as `request-changed`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
