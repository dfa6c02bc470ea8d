package dev.peercade.desktop.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A session bus of a test's own, that starts no services, and programs on it. They see a home of their own, too.
public final class TestBus implements AutoCloseable {

    private final Path home;
    private final SessionBus bus;
    private final List<Process> running = new ArrayList<>();

    private TestBus(Path home) {
        this.home = home;
        this.bus = new SessionBus("unix:path=" + home.resolve("bus"));
    }

    public static TestBus start(Path home) throws IOException {
        TestBus started = new TestBus(home);
        Path configuration = Files.writeString(home.resolve("bus.conf"), """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig>
                  <type>session</type>
                  <listen>%s</listen>
                  <auth>EXTERNAL</auth>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(started.bus.address()));
        Process daemon = started.run(
                "dbus-daemon", "--config-file=" + configuration, "--nofork", "--nopidfile", "--print-address");
        // It prints its address when it listens.
        new BufferedReader(new InputStreamReader(daemon.getInputStream(), UTF_8)).readLine();
        return started;
    }

    public SessionBus bus() {
        return bus;
    }

    /// Starts a program that ends with this bus, or skips the test where it is not installed.
    public Process run(String... command) throws IOException {
        command[0] = require(command[0]);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("XDG_"));
        builder.environment().remove("DISPLAY");
        builder.environment()
                .putAll(Map.of(
                        "HOME", home.toString(),
                        "XDG_RUNTIME_DIR", home.toString(),
                        "DBUS_SESSION_BUS_ADDRESS", bus.address()));
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /// Skips the test with a sentence that names the program when it is missing.
    public static String require(String program) {
        Path found = Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(found != null, "this test needs the program " + program + ", which is not installed");
        return String.valueOf(found);
    }

    @Override
    public void close() {
        for (Process process : running.reversed()) {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
