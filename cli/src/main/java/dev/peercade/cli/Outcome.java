package dev.peercade.cli;

import dev.peercade.desktop.thread.FxThread;
import dev.peercade.desktop.window.WindowProgram;
import dev.peercade.media.MediaException;
import dev.peercade.peer.session.SessionEnd;

/// What a run of an app means for the shell.
final class Outcome {

    private Outcome() {}

    /// A run of an app.
    @FunctionalInterface
    interface Run {
        SessionEnd run() throws MediaException, InterruptedException;
    }

    /// Lasts until the window is closed, by its user or by Ctrl-C.
    ///
    /// [#startWindows()] comes before it.
    ///
    /// @return the exit code
    static int ofWindow(WindowProgram program) throws InterruptedException {
        try (Interrupt interrupt = new Interrupt()) {
            return ofWindow(program, interrupt);
        }
    }

    /// Likewise, for who does more than that until Ctrl-C.
    static int ofWindow(WindowProgram program, Interrupt interrupt) throws InterruptedException {
        interrupt.stopBy(program::stop);
        try {
            if (!Interrupt.happened()) {
                program.run();
            }
        } finally {
            FxThread.end();
        }
        return ExitCode.OK.code();
    }

    /// Before what takes longer, or asks.
    ///
    /// @throws CommandFailure where no window can be opened
    static void startWindows() throws CommandFailure {
        try {
            FxThread.start();
        } catch (UnsupportedOperationException e) {
            throw new CommandFailure(
                    "no-display", "No window can be opened here.", "Check DISPLAY, or go without: --headless.", e);
        }
    }

    /// Runs it so that Ctrl-C ends it by `stop`.
    ///
    /// @return the exit code
    /// @throws CommandFailure when it could not even begin
    static int of(Run run, Runnable stop) throws CommandFailure, InterruptedException {
        try (Interrupt interrupt = new Interrupt()) {
            interrupt.stopBy(stop);
            SessionEnd end = run.run();
            return end.expected() ? ExitCode.OK.code() : ExitCode.of(end.code()).code();
        } catch (MediaException e) {
            throw new CommandFailure(e.code(), String.valueOf(e.getMessage()), e.remedy(), e);
        }
    }
}
