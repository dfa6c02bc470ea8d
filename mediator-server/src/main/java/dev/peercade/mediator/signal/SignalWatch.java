package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.TokenOwner;
import dev.peercade.mediator.sign.SignsOfLife;
import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/// Looks after the open channels: cuts who does not say in time who it is, who is gone without a word, and whose
/// token has ended; counts the others as alive.
///
/// At a fixed rate, hence each time on a thread of its own: tasks with a fixed delay share one, and a database that
/// hangs holds them up. Without pings everybody would look gone.
@Component
class SignalWatch {

    static final Duration AUTHENTICATE_WITHIN = Duration.ofSeconds(5);

    /// Pings go out every 5 s, so this is four answers missed, and less than the silence that ends a session.
    static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

    private final SignalChannels channels;
    private final SignsOfLife signs;
    private final Clock clock;

    SignalWatch(SignalChannels channels, SignsOfLife signs, Clock clock) {
        this.channels = channels;
        this.signs = signs;
        this.clock = clock;
    }

    @Scheduled(fixedRate = 1_000)
    void look() {
        long now = System.nanoTime();
        for (SignalChannel channel : channels.all()) {
            TokenOwner owner = channel.owner();
            if (owner == null) {
                if (now - channel.openedNanos() > AUTHENTICATE_WITHIN.toNanos()) {
                    channel.close(CloseStatus.POLICY_VIOLATION.withReason("unauthenticated"));
                }
            } else if (!clock.instant().isBefore(owner.expiresAt())) {
                channel.close(CloseStatus.POLICY_VIOLATION.withReason("token expired"));
            } else if (now - channel.heardNanos() > HEARD_WITHIN.toNanos()) {
                channel.close(CloseStatus.SESSION_NOT_RELIABLE);
            } else if (!channel.subscribed() && now - channel.heardNanos() < SignsOfLife.SILENCE.toNanos() / 3) {
                // Who only follows the list says nothing of a session of the same account elsewhere.
                signs.sign(owner.peerId());
            }
        }
    }

    @Scheduled(fixedRate = 5_000)
    void ping() {
        for (SignalChannel channel : channels.all()) {
            if (channel.owner() != null) {
                channel.ping();
            }
        }
    }
}
