package dev.peercade.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Xvfb on a free display, and programs that draw on it. Takes everything down at the end.
final class VirtualScreen implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();
    private final String display;

    private VirtualScreen(Process server, String display) {
        processes.add(server);
        this.display = display;
    }

    /// @param size such as `1280x720`
    static VirtualScreen start(String size) throws IOException {
        Process server = new ProcessBuilder(
                        Tools.require("Xvfb"), "-displayfd", "1", "-screen", "0", size + "x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String number = out.readLine();
        if (number == null) {
            throw new IOException("Xvfb did not start");
        }
        return new VirtualScreen(server, ":" + number.strip());
    }

    /// Such as `:5`.
    String display() {
        return display;
    }

    /// A command before another one that brings it to this screen.
    List<String> environment() {
        return List.of("env", "DISPLAY=" + display);
    }

    /// Starts a program on this screen.
    Process run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", display);
        builder.environment().put("SDL_AUDIODRIVER", "dummy");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /// Returns when a window with this in its title is there.
    void awaitWindow(String title) throws IOException, InterruptedException {
        runToEnd(Tools.require("xdotool"), "search", "--sync", "--name", title);
    }

    /// Gives the window with this in its title, as soon as it is there, a place and a size. Needs that no window
    /// manager is there.
    void place(String title, int x, int y, int width, int height) throws IOException, InterruptedException {
        runToEnd(
                Tools.require("xdotool"),
                "search",
                "--sync",
                "--onlyvisible",
                "--name",
                title,
                "windowsize",
                Integer.toString(width),
                Integer.toString(height),
                "windowmove",
                Integer.toString(x),
                Integer.toString(y));
    }

    /// Types keys such as `alt+F4` while the window with this in its title is the active one. Needs a window manager.
    void type(String title, String keys) throws IOException, InterruptedException {
        String tool = Tools.require("xdotool");
        runToEnd(tool, "search", "--sync", "--onlyvisible", "--name", title, "windowactivate", "--sync");
        // In the same call it would be sent to the window itself, past the window manager, whose key it may be.
        runToEnd(tool, "key", keys);
    }

    private void runToEnd(String... command) throws IOException, InterruptedException {
        if (!run(command).waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("after 60 s there is still no end of " + String.join(" ", command));
        }
    }

    /// Freedoom at its own 35 pictures a second, with a player who turns: the key is held down, also for other windows.
    void playFreedoom(int width, int height) throws IOException, InterruptedException {
        openFreedoom(width, height);
        // The player turns without end: left to itself the game shows pages that stand still between its demos.
        runToEnd(Tools.require("xdotool"), "keydown", "Left");
    }

    /// Freedoom, with a player who stands still.
    void openFreedoom(int width, int height) throws IOException, InterruptedException {
        Path wad = Path.of("/usr/share/games/doom/freedoom1.wad");
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.exists(wad), "this test needs the game data of the package freedoom, which is not installed");
        run(
                Tools.require("chocolate-doom"),
                "-iwad",
                wad.toString(),
                "-window",
                "-width",
                Integer.toString(width),
                "-height",
                Integer.toString(height),
                "-nomonsters",
                "-warp",
                "1",
                "1");
        awaitWindow("Freedoom");
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
        }
    }
}
