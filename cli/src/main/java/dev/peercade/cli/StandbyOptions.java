package dev.peercade.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/// Whether a command leaves a process that is ready to become the next one.
final class StandbyOptions {

    private static final String LAUNCHER = "peercade.launcher";
    private static final Logger log = LoggerFactory.getLogger(StandbyOptions.class);

    @Option(
            names = "--standby",
            paramLabel = "N",
            defaultValue = "600",
            description =
                    "Afterwards keep a process ready for N seconds, with which the next 'watch' starts three times"
                            + " as fast. 0: none. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    /// Has the launcher start such a process, unless one waits already. Returns at once. The launcher knows where that
    /// cannot be; a program that was not started by it leaves nothing behind.
    void keepReady() {
        String launcher = System.getProperty(LAUNCHER);
        // Where a service or a script stops this process, and not a person who presses Ctrl-C, everything is to end.
        boolean stopped = Interrupt.happened() && !Caller.atTerminal();
        if (launcher == null || seconds <= 0 || stopped) {
            return;
        }
        // It must neither end with this terminal nor keep a folder or a pipe of the caller's in use.
        ProcessBuilder standby =
                new ProcessBuilder("setsid", launcher, "standby", "--standby", Integer.toString(seconds));
        try {
            standby.directory(Path.of("/").toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            log.debug("no process is kept ready", e);
        }
    }
}
