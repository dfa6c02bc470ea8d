package dev.peercade.streamer;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.time.MonoTime;
import java.nio.file.Path;

/// Tells a listener what happens, and when.
///
/// @param startedAt from which the times of events count
record Telling(Broadcast.Listener listener, MonoTime startedAt) {

    void step(ProtocolStep step) {
        listener.onEvent(CommandEvent.Step.of(step, ProtocolStep.Actor.STREAMER, atMs()));
    }

    void notice(String code, String text) {
        listener.onEvent(new CommandEvent.Notice(code, atMs(), text));
    }

    void notice(String code, String text, Path file) {
        listener.onEvent(new CommandEvent.Notice(code, atMs(), text, file.toString()));
    }

    long atMs() {
        return now().since(startedAt).toMillis();
    }

    static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }
}
