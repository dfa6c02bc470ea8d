package dev.peercade.peer.punch.turn;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.ChannelData;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// An address of ours on a relay: asked for, kept, used, and given back. Drain contract as in
/// [dev.peercade.peer.media]: feed, [#poll] until null, sleep until [#deadline()]. Not thread-safe.
///
/// Nobody reaches us through it to whom we have not sent first. What a relay says is never trusted beyond that:
/// checks and media have keys of their own, end to end.
public final class TurnAllocation {

    /// The allocation lives 10 min if the server is asked for nothing else (RFC 8656, section 3.2).
    private static final long LIFETIME_SECONDS = 600;

    private static final int ALLOCATION_MISMATCH = 437;

    private final TurnDialogue dialogue;
    private final Entropy entropy;
    private final boolean stream;
    private final PeerRows peers = new PeerRows();
    private final Queue<TurnOutput> outputs = new ArrayDeque<>();
    private @Nullable TransportAddress relayed;
    private @Nullable MonoTime refreshAt;
    private @Nullable MonoTime keepAliveAt;
    private Duration keepAlive = Duration.ofSeconds(15);
    private boolean over;

    /// @param stream whether the server is reached over TCP or TLS
    public TurnAllocation(TurnCredentials credentials, boolean stream, Entropy entropy) {
        this.dialogue = new TurnDialogue(credentials, stream, entropy);
        this.stream = stream;
        this.entropy = entropy;
    }

    /// @param v6 whether the relayed address shall be an IPv6 one
    public void start(boolean v6, MonoTime now) {
        dialogue.ask(new TurnRequest.Allocate(v6), now);
    }

    /// One message of the server's: a datagram, or what [dev.peercade.peer.wire.stun.StreamFraming] cut out.
    public void onMessage(byte[] bytes, MonoTime now) {
        if (over) {
            return;
        }
        keepAliveAt = keepAliveAt == null ? null : now.plus(keepAlive);
        ChannelData channelled = ChannelData.parse(bytes);
        if (channelled != null) {
            TransportAddress peer = peers.peerOf(channelled.channel());
            if (peer != null) {
                outputs.add(new TurnOutput.FromPeer(peer, channelled.load()));
            }
            return;
        }
        StunMessage message = StunMessage.parse(bytes);
        if (message == null) {
            return;
        }
        if (message.kind() == StunMessage.Kind.INDICATION) {
            onIndication(message);
            return;
        }
        TurnDialogue.Outcome outcome = dialogue.onAnswer(message, now);
        if (outcome != null) {
            take(outcome, now);
        }
    }

    private void onIndication(StunMessage message) {
        TransportAddress peer = message.address(StunAttribute.XOR_PEER_ADDRESS);
        byte[] load = message.attribute(StunAttribute.DATA);
        // RFC 8656, section 11.4: from a peer for which a permission is thought to exist.
        if (message.method() == StunMessage.DATA && peer != null && load != null && peers.isPermitted(peer)) {
            outputs.add(new TurnOutput.FromPeer(peer, load));
        }
    }

    /// Sends to a peer by way of the relay, and lets the peer's address in; lost where the relay refuses that
    /// address.
    public void send(TransportAddress peer, byte[] load, MonoTime now) {
        if (relayed == null || over || !peers.mayUse(peer, now, dialogue)) {
            return;
        }
        int channel = peers.channelTo(peer);
        if (channel != 0) {
            outputs.add(new TurnOutput.ToServer(new ChannelData(channel, load).toBytes(stream)));
        } else {
            TransactionId transaction = new TransactionId(entropy.nextInt(), entropy.nextLong());
            outputs.add(new TurnOutput.ToServer(
                    new StunWriter(StunMessage.Kind.INDICATION, StunMessage.SEND, transaction, load.length)
                            .address(StunAttribute.XOR_PEER_ADDRESS, peer)
                            .bytes(StunAttribute.DATA, load)
                            .toBytes()));
        }
    }

    /// Media will go there: less is put around it from now on.
    public void bind(TransportAddress peer, MonoTime now) {
        if (relayed != null && !over) {
            peers.bind(peer, now, dialogue);
        }
    }

    /// @param interval the longest silence of the server's; then it is asked for a sign of life, which also keeps the
    ///     mapping of a NAT before us
    public void keepAliveEvery(Duration interval, MonoTime now) {
        if (!interval.equals(keepAlive)) {
            keepAlive = interval;
            keepAliveAt = keepAliveAt == null ? null : now.plus(interval);
        }
    }

    /// Gives the address back, if the server hears it; [#poll] once more.
    public void release(MonoTime now) {
        if (relayed != null && !over) {
            giveBack(now);
        }
        over = true;
    }

    public @Nullable TransportAddress relayed() {
        return over ? null : relayed;
    }

    public @Nullable TurnOutput poll(MonoTime now) {
        TurnOutput ready = outputs.poll();
        if (ready != null || over) {
            return ready;
        }
        TurnDialogue.Outcome.Unanswered expired = dialogue.expired(now);
        if (expired != null) {
            take(expired, now);
        }
        MonoTime refresh = refreshAt;
        if (refresh != null && !now.isBefore(refresh)) {
            refreshAt = now.plus(Duration.ofSeconds(LIFETIME_SECONDS));
            dialogue.ask(new TurnRequest.Refresh(LIFETIME_SECONDS), now);
        }
        MonoTime alive = keepAliveAt;
        if (alive != null && !now.isBefore(alive)) {
            keepAliveAt = now.plus(keepAlive);
            // Answered, so that a dead relay is found out while nobody needs it.
            dialogue.ask(new TurnRequest.Refresh(LIFETIME_SECONDS), now);
        }
        byte[] message = dialogue.poll(now);
        if (message != null) {
            outputs.add(new TurnOutput.ToServer(message));
        }
        return outputs.poll();
    }

    public @Nullable MonoTime deadline() {
        if (over) {
            return null;
        }
        MonoTime earliest = earlier(dialogue.deadline(), refreshAt);
        return earlier(earliest, keepAliveAt);
    }

    private void take(TurnDialogue.Outcome outcome, MonoTime now) {
        switch (outcome) {
            case TurnDialogue.Outcome.Granted granted -> granted(granted, now);
            case TurnDialogue.Outcome.Denied denied -> denied(denied, now);
            case TurnDialogue.Outcome.Unanswered(TurnRequest request) -> {
                switch (request) {
                    case TurnRequest.Allocate _, TurnRequest.Refresh _ -> lose(TurnLoss.SILENT);
                    case TurnRequest.Permit permit -> peers.forget(permit.peer());
                    case TurnRequest.Bind bind -> peers.unbind(bind.peer());
                }
            }
        }
    }

    private void granted(TurnDialogue.Outcome.Granted granted, MonoTime now) {
        switch (granted.request()) {
            case TurnRequest.Allocate _ -> {
                TransportAddress address = granted.answer().address(StunAttribute.XOR_RELAYED_ADDRESS);
                if (address == null || !address.isSendable()) {
                    lose(TurnLoss.REFUSED);
                    return;
                }
                relayed = address;
                keepFor(granted.answer(), now);
                keepAliveAt = now.plus(keepAlive);
                outputs.add(new TurnOutput.Allocated(
                        address,
                        granted.answer().mappedAddress(),
                        granted.roundTrip().toNanos() / 1e6));
            }
            case TurnRequest.Refresh _ -> keepFor(granted.answer(), now);
            case TurnRequest.Permit permit -> peers.permitted(permit.peer(), now);
            case TurnRequest.Bind bind -> peers.bound(bind.peer(), now);
        }
    }

    private void keepFor(StunMessage answer, MonoTime now) {
        long seconds = Math.clamp(answer.number(StunAttribute.LIFETIME, LIFETIME_SECONDS), 10, LIFETIME_SECONDS);
        refreshAt = now.plus(Duration.ofSeconds(seconds / 2));
    }

    private void denied(TurnDialogue.Outcome.Denied denied, MonoTime now) {
        switch (denied.request()) {
            case TurnRequest.Allocate _ -> notAllocated(denied.code(), now);
            case TurnRequest.Refresh _ -> lose(TurnLoss.of(denied.code()));
            case TurnRequest.Permit permit -> peers.refused(permit.peer(), now);
            case TurnRequest.Bind bind -> peers.unbind(bind.peer());
        }
    }

    /// RFC 8656, section 7.2: 437 says that this 5-tuple has an allocation already, from before we lost sight of it.
    private void notAllocated(int code, MonoTime now) {
        if (code == ALLOCATION_MISMATCH) {
            giveBack(now);
            lose(TurnLoss.HELD);
        } else {
            lose(TurnLoss.of(code));
        }
    }

    /// Whatever else was to be asked is of no use any more.
    private void giveBack(MonoTime now) {
        dialogue.forgetAll();
        dialogue.ask(new TurnRequest.Refresh(0), now);
        byte[] farewell = dialogue.poll(now);
        if (farewell != null) {
            outputs.add(new TurnOutput.ToServer(farewell));
        }
    }

    private void lose(TurnLoss why) {
        over = true;
        outputs.add(new TurnOutput.Lost(why));
    }

    private static @Nullable MonoTime earlier(@Nullable MonoTime one, @Nullable MonoTime other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
