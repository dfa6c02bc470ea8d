package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.TokenOwner;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/// The open push channels, by socket and by peer, within caps. Thread-safe.
@Component
class SignalChannels {

    /// A person's apps on a few machines.
    static final int PER_PEER_MAX = 8;

    /// Channels whose client has not said yet who it is: they live for 5 s only, so this is a rate as well.
    static final int UNKNOWN_PER_ADDRESS_MAX = 64;

    static final int ALL_MAX = 4_000;

    private final Map<String, SignalChannel> bySocket = new ConcurrentHashMap<>();
    private final Map<UUID, Set<SignalChannel>> byPeer = new ConcurrentHashMap<>();
    private final Map<Address, Integer> unknown = new ConcurrentHashMap<>();

    SignalChannels(MeterRegistry meters) {
        meters.gaugeMapSize("peercade.signal.channels", java.util.List.of(), bySocket);
    }

    /// Takes in a channel whose client is unknown yet; false when there are too many.
    boolean add(String socketId, SignalChannel channel) {
        boolean fits = unknown.merge(channel.address(), 1, Integer::sum) <= UNKNOWN_PER_ADDRESS_MAX;
        if (!fits || bySocket.size() >= ALL_MAX) {
            return false;
        }
        bySocket.put(socketId, channel);
        return true;
    }

    /// Notes whose channel it is; false when the peer has too many.
    boolean authenticated(SignalChannel channel, TokenOwner owner) {
        boolean first = channel.owner() == null;
        boolean[] added = {false};
        byPeer.compute(owner.peerId(), (id, present) -> {
            Set<SignalChannel> set = present == null ? ConcurrentHashMap.newKeySet() : present;
            if (set.contains(channel) || set.size() < PER_PEER_MAX) {
                set.add(channel);
                added[0] = true;
            }
            return set;
        });
        if (added[0]) {
            channel.authenticated(owner);
            if (first) {
                noLongerUnknown(channel);
            }
            if (bySocket.get(channel.socketId()) != channel) {
                // It was closed meanwhile, and whoever removed it did not know its peer yet.
                forgetOfPeer(channel, owner);
            }
        }
        return added[0];
    }

    void remove(String socketId, SignalChannel channel) {
        bySocket.remove(socketId);
        TokenOwner owner = channel.owner();
        if (owner == null) {
            noLongerUnknown(channel);
        } else {
            forgetOfPeer(channel, owner);
        }
    }

    private void forgetOfPeer(SignalChannel channel, TokenOwner owner) {
        byPeer.computeIfPresent(owner.peerId(), (id, set) -> {
            set.remove(channel);
            return set.isEmpty() ? null : set;
        });
    }

    private void noLongerUnknown(SignalChannel channel) {
        unknown.computeIfPresent(channel.address(), (address, count) -> count <= 1 ? null : count - 1);
    }

    /// Sends to these peers, and where asked for to all who subscribed to the list.
    void send(Set<UUID> peers, boolean subscribers, String message) {
        for (UUID peer : peers) {
            byPeer.getOrDefault(peer, Set.of()).forEach(channel -> channel.send(message));
        }
        if (subscribers) {
            for (SignalChannel channel : bySocket.values()) {
                TokenOwner owner = channel.owner();
                if (channel.subscribed() && owner != null && !peers.contains(owner.peerId())) {
                    channel.send(message);
                }
            }
        }
    }

    Collection<SignalChannel> all() {
        return bySocket.values();
    }

    void closeThose(Predicate<TokenOwner> which, CloseStatus status) {
        for (SignalChannel channel : bySocket.values()) {
            TokenOwner owner = channel.owner();
            if (owner != null && which.test(owner)) {
                channel.close(status);
            }
        }
    }

    void closeAll(CloseStatus status) {
        bySocket.values().forEach(channel -> channel.close(status));
    }
}
