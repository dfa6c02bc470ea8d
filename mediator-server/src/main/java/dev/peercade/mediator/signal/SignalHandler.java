package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.TokenOwner;
import dev.peercade.mediator.account.TokenService;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.signal.SignalMessage;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/// What clients say over the push channel: first who they are, then what they want to hear.
@Component
class SignalHandler extends TextWebSocketHandler {

    private static final String CHANNEL = "channel";

    private final SignalChannels channels;
    private final SignalCodec codec;
    private final TokenService tokens;

    SignalHandler(SignalChannels channels, SignalCodec codec, TokenService tokens) {
        this.channels = channels;
        this.codec = codec;
        this.tokens = tokens;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        InetSocketAddress remote = socket.getRemoteAddress();
        Address address = Address.of(
                remote == null || remote.getAddress() == null
                        ? null
                        : remote.getAddress().getHostAddress());
        SignalChannel channel = new SignalChannel(socket, address, System.nanoTime());
        socket.getAttributes().put(CHANNEL, channel);
        if (!channels.add(socket.getId(), channel)) {
            refuse(channel, ProblemCode.TOO_MANY_REQUESTS, "Too many push channels are open.");
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage text) {
        SignalChannel channel = channel(socket);
        if (!channel.heard(System.nanoTime())) {
            refuse(channel, ProblemCode.TOO_MANY_REQUESTS, "Too many messages.");
            return;
        }
        Optional<SignalMessage> message = codec.read(text.getPayload());
        if (message.isEmpty()) {
            refuse(channel, ProblemCode.MALFORMED_REQUEST, "The message is not one of version 1.");
            return;
        }
        switch (message.get()) {
            case SignalMessage.Authenticate authenticate -> authenticate(channel, authenticate);
            case SignalMessage.SubscribeSessions subscribe -> {
                if (channel.owner() == null) {
                    refuse(channel, ProblemCode.UNAUTHENTICATED, "The first message has to authenticate.");
                } else {
                    channel.subscribe(subscribe.on());
                }
            }
            case SignalMessage.Welcome _,
                    SignalMessage.SessionChanged _,
                    SignalMessage.RequestChanged _,
                    SignalMessage.StreamerEndpointChanged _,
                    SignalMessage.Refused _ ->
                refuse(channel, ProblemCode.MALFORMED_REQUEST, "Only the mediator sends this type of message.");
        }
    }

    @Override
    protected void handlePongMessage(WebSocketSession socket, PongMessage message) {
        SignalChannel channel = channel(socket);
        if (!channel.heard(System.nanoTime())) {
            channel.close(CloseStatus.POLICY_VIOLATION);
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable exception) {
        channel(socket).close(CloseStatus.SESSION_NOT_RELIABLE);
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        SignalChannel channel = channel(socket);
        channels.remove(socket.getId(), channel);
        channel.close(status);
    }

    /// The first message, and a later one with a fresh token of the same peer, which keeps the channel beyond the old
    /// token's end.
    private void authenticate(SignalChannel channel, SignalMessage.Authenticate message) {
        String secret = message.token();
        try {
            Optional<TokenOwner> found =
                    secret == null ? Optional.empty() : tokens.authenticate(secret, TokenKind.ACCESS);
            TokenOwner before = channel.owner();
            if (found.isEmpty()
                    || (before != null && !before.peerId().equals(found.get().peerId()))) {
                refuse(channel, ProblemCode.UNAUTHENTICATED, "The token is unknown or has expired.");
            } else if (!channels.authenticated(channel, found.get())) {
                refuse(channel, ProblemCode.TOO_MANY_REQUESTS, "You have too many push channels.");
            } else if (tokens.authenticate(secret, TokenKind.ACCESS).isEmpty()) {
                // Revoked after it had been checked and before anyone could have found this channel by it.
                refuse(channel, ProblemCode.UNAUTHENTICATED, "The token has been revoked.");
            } else {
                channel.send(codec.write(new SignalMessage.Welcome(found.get().userName())));
            }
        } catch (DataAccessException e) {
            refuse(channel, ProblemCode.UNAVAILABLE, "The mediator's database does not answer.");
        }
    }

    private void refuse(SignalChannel channel, ProblemCode code, String detail) {
        channel.closeAfter(
                codec.write(new SignalMessage.Refused(code.toString(), detail)),
                CloseStatus.POLICY_VIOLATION.withReason(code.toString()));
    }

    private static SignalChannel channel(WebSocketSession socket) {
        return (SignalChannel) Objects.requireNonNull(socket.getAttributes().get(CHANNEL));
    }
}
