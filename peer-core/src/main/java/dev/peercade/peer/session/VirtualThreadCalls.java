package dev.peercade.peer.session;

import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.time.MonoTime;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One virtual thread a call.
public final class VirtualThreadCalls implements Calls {

    private static final Logger log = LoggerFactory.getLogger(VirtualThreadCalls.class);

    private final Mailbox mailbox;

    public VirtualThreadCalls(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Override
    public <T> void run(Blocking<T> call, BiConsumer<T, MonoTime> done, BiConsumer<Failure, MonoTime> failed) {
        Thread.ofVirtual().name("peercade-call").start(() -> {
            try {
                T value = call.call();
                mailbox.post(now -> done.accept(value, now));
            } catch (MediatorFailure e) {
                mailbox.post(now ->
                        failed.accept(new Failure(e.code(), e.text(), e.remedy(), e.passing(), e.retryAfter()), now));
            } catch (Throwable e) {
                // An Error too: whoever has asked waits for one of the two answers.
                log.error("A call failed in an unforeseen way", e);
                mailbox.post(now -> failed.accept(SessionEnds.internal(e), now));
            }
        });
    }
}
