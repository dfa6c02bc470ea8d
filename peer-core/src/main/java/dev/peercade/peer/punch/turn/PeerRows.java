package dev.peercade.peer.punch.turn;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.ChannelData;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The permissions and channels of one allocation. What nobody uses is not renewed, and forgotten once the server has
/// forgotten it. Not thread-safe.
final class PeerRows {

    /// RFC 8656, section 9: 5 min, and a minute of room for a lost answer.
    private static final Duration PERMISSION = Duration.ofMinutes(4);

    /// RFC 8656, section 12: 10 min, likewise.
    private static final Duration CHANNEL = Duration.ofMinutes(9);

    /// Before an address that the server has refused is tried again.
    private static final Duration REFUSAL = Duration.ofMinutes(1);

    /// 64 viewers with a handful of addresses each.
    private static final int ROWS_MAX = 512;

    /// A permission is for an address whatever the port.
    private static TransportAddress host(TransportAddress peer) {
        return new TransportAddress(peer.high(), peer.low(), peer.v6(), 0);
    }

    /// @param renewAt when it is asked for anew, should it be used then
    private record Permission(boolean refused, MonoTime renewAt) {}

    /// @param open whether the server has said yes
    private record Channel(int number, boolean open, MonoTime renewAt) {}

    private final Map<TransportAddress, Permission> permissions = new LinkedHashMap<>();
    private final Map<TransportAddress, Channel> channels = new LinkedHashMap<>();
    private final Map<Integer, TransportAddress> byNumber = new HashMap<>();
    private int nextNumber = ChannelData.FIRST;

    /// Whether datagrams may go to this peer; asks the server for leave where that is due. What follows at once is
    /// not held back for the answer: over one connection the request comes first.
    boolean mayUse(TransportAddress peer, MonoTime now, TurnDialogue dialogue) {
        TransportAddress host = host(peer);
        Permission known = permissions.get(host);
        if (known == null || !now.isBefore(known.renewAt)) {
            if (known == null && !makeRoom(now)) {
                return false;
            }
            permissions.put(host, new Permission(false, now.plus(PERMISSION)));
            dialogue.ask(new TurnRequest.Permit(peer), now);
            return true;
        }
        Channel channel = channels.get(peer);
        if (channel != null && channel.open && !now.isBefore(channel.renewAt)) {
            channels.put(peer, new Channel(channel.number, true, now.plus(CHANNEL)));
            dialogue.ask(new TurnRequest.Bind(peer, channel.number), now);
        }
        return !known.refused;
    }

    private boolean makeRoom(MonoTime now) {
        Iterator<Permission> eldest = permissions.values().iterator();
        while (permissions.size() >= ROWS_MAX && eldest.hasNext()) {
            if (!now.isBefore(eldest.next().renewAt)) {
                eldest.remove();
            }
        }
        return permissions.size() < ROWS_MAX;
    }

    boolean isPermitted(TransportAddress peer) {
        Permission known = permissions.get(host(peer));
        return known != null && !known.refused;
    }

    void permitted(TransportAddress peer, MonoTime now) {
        permissions.put(host(peer), new Permission(false, now.plus(PERMISSION)));
    }

    void refused(TransportAddress peer, MonoTime now) {
        permissions.put(host(peer), new Permission(true, now.plus(REFUSAL)));
    }

    void forget(TransportAddress peer) {
        permissions.remove(host(peer));
    }

    /// RFC 8656, section 12: a number stays with its peer, and a peer with its number.
    void bind(TransportAddress peer, MonoTime now, TurnDialogue dialogue) {
        if (channels.containsKey(peer) || nextNumber > ChannelData.LAST) {
            return;
        }
        Channel channel = new Channel(nextNumber++, false, now.plus(CHANNEL));
        channels.put(peer, channel);
        byNumber.put(channel.number, peer);
        dialogue.ask(new TurnRequest.Bind(peer, channel.number), now);
    }

    void bound(TransportAddress peer, MonoTime now) {
        Channel channel = channels.get(peer);
        if (channel != null) {
            channels.put(peer, new Channel(channel.number, true, now.plus(CHANNEL)));
        }
        permitted(peer, now);
    }

    /// Send indications have to do. The number is not used again, but what still comes by it is known.
    void unbind(TransportAddress peer) {
        channels.remove(peer);
    }

    @Nullable
    TransportAddress peerOf(int channel) {
        return byNumber.get(channel);
    }

    /// Its number, or 0 where there is none that the server knows.
    int channelTo(TransportAddress peer) {
        Channel channel = channels.get(peer);
        return channel == null || !channel.open ? 0 : channel.number;
    }
}
