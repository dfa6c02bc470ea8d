package dev.peercade.peer.sim;

import dev.peercade.peer.port.AddressLocator;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Step 1 in virtual time: asks every 100 ms until answered.
public final class SimLocator implements AddressLocator {

    private final VirtualClock clock;

    public SimLocator(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public Query ask(
            TransportAddress server,
            TransportAddress local,
            BiConsumer<TransportAddress, byte[]> send,
            Consumer<Result> result) {
        byte[] request =
                new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2)).toBytes();
        Asking asking = new Asking(result);
        ask(asking, () -> send.accept(server, request));
        return asking;
    }

    private void ask(Asking asking, Runnable send) {
        if (!asking.done) {
            send.run();
            clock.in(Duration.ofMillis(100), () -> ask(asking, send));
        }
    }

    private static final class Asking implements Query {
        private final Consumer<Result> result;
        private boolean done;

        Asking(Consumer<Result> result) {
            this.result = result;
        }

        @Override
        public void onDatagram(byte[] datagram) {
            StunMessage answer = StunMessage.parse(datagram);
            if (!done && answer != null && answer.mappedAddress() != null) {
                done = true;
                result.accept(new Result.Found(answer.mappedAddress()));
            }
        }

        @Override
        public void close() {
            done = true;
        }
    }
}
