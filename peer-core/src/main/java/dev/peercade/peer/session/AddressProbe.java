package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.PunchRole;
import dev.peercade.peer.time.MonoTime;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The first half of step 1 by itself, as a session takes it, to see how it goes.
public final class AddressProbe implements Engine, LocalAddresses {

    private final SessionRim rim;
    private final MediatorSeat seat;
    private final OwnerThread owner;
    private final CompletableFuture<PublicAddress> result = new CompletableFuture<>();
    private PublicAddress seen = PublicAddress.FOUND;
    private @Nullable MediaSocket socket;

    private AddressProbe(SessionRim rim, MediatorSeat seat) {
        this.rim = rim;
        this.seat = seat;
        this.owner = new OwnerThread(rim.clock());
    }

    /// Blocks for the patience of step 1 at most.
    ///
    /// @throws MediatorException when a session could not begin either
    public static PublicAddress ask(SessionRim rim, MediatorSeat seat) throws MediatorException, InterruptedException {
        AddressProbe probe = new AddressProbe(rim, seat);
        probe.owner.start("peercade-probe", probe);
        try {
            return probe.result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MediatorException failed) {
                throw failed;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void start(MonoTime now) {
        try {
            MediaSocket opened = new MediaSocket(rim, owner, PunchRole.CONTROLLED, false);
            socket = opened;
            opened.discover(new VirtualThreadCalls(owner), seat, MediaNumbers.viewer(), this);
        } catch (IOException e) {
            failed(StreamerEngine.noSocket(), now);
        }
    }

    @Override
    public void learnt(Endpoint endpoint, MonoTime now) {
        end();
        result.complete(seen);
    }

    @Override
    public void changed(Endpoint endpoint, MonoTime now) {
        // The question was what is so now.
    }

    @Override
    public void moved(MonoTime now) {
        // It is over in a moment.
    }

    @Override
    public void relaysExhausted(MonoTime now) {
        // It has none.
    }

    @Override
    public void relayNeeded(MonoTime now) {
        // The verdict says so already.
    }

    @Override
    public void publicAddressUnknown(boolean asked) {
        seen = asked ? PublicAddress.SILENT : PublicAddress.NOBODY_TO_ASK;
    }

    @Override
    public void failed(Failure failure, MonoTime now) {
        end();
        result.completeExceptionally(new MediatorException(failure.code(), failure.message(), failure.remedy()));
    }

    private void end() {
        if (socket != null) {
            socket.closeAtOnce();
        }
    }

    @Override
    public void advance(MonoTime now) {
        if (socket != null) {
            socket.advance(now);
        }
    }

    @Override
    public @Nullable MonoTime deadline() {
        return socket == null ? null : socket.deadline();
    }

    @Override
    public void abort(Throwable fault, MonoTime now) {
        failed(SessionEnds.internal(fault), now);
    }

    @Override
    public boolean isFinished() {
        return result.isDone();
    }
}
