package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import dev.peercade.testbed.load.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From the streamer's screen to the viewer's, by Peercade's windows and by a browser's own screen sharing, in turns.
/// Prints and asserts nothing; docs/benchmarks.md has the command and results.
@Tag("proof")
@Timeout(1800)
class GlassToGlassBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int ROUNDS = Integer.getInteger("glass.rounds", 3);
    private static final String SECONDS = System.getProperty("glass.seconds", "20");

    private static final int WIDTH = GlassClock.WINDOW.width;
    private static final int HEIGHT = GlassClock.WINDOW.height;
    /// Room for those of a browser.
    private static final int BARS = 180;

    /// What a browser can share; a part of the screen is not among it.
    private enum Sharing {
        WINDOW("--auto-select-window-capture-source-by-title=" + GlassClock.TITLE),
        SCREEN("--auto-select-desktop-capture-source=Entire screen");

        private final String option;

        Sharing(String option) {
            this.option = option;
        }
    }

    @TempDir
    private Path folder;

    @Test
    void printsHowFarTheViewersScreenIsBehindTheStreamers() throws Exception {
        try (TestMediator running = TestMediator.start(folder)) {
            running.rest().register("anna", "ben");
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println("machine: " + Load.machine());
                System.out.print("Peercade: " + throughPeercade(running.rest()));
                for (Sharing sharing : Sharing.values()) {
                    System.out.print("Chromium, " + sharing + ": " + throughChromium(sharing));
                }
            }
        }
    }

    private String throughPeercade(Rest mediator) throws Exception {
        String part = "screen:" + WIDTH + "x" + HEIGHT + "+0+0";
        try (VirtualScreen screen = screen();
                PeercadeProcess clock = program(screen, GlassClock.class);
                PeercadeProcess anna = PeercadeProcess.inWindow(
                        screen, folder, mediator.as("anna", "stream", "--game", "x", "--source", part))) {
            screen.place("^Peercade Studio$", WIDTH, 0, WIDTH, HEIGHT);
            await().atMost(PATIENCE).until(() -> mediator.hasOneSession("ben"));
            try (PeercadeProcess ben =
                    PeercadeProcess.inWindow(screen, folder, mediator.as("ben", "watch", "--streamer", "anna"))) {
                screen.place("^Peercade$", 0, HEIGHT, WIDTH, HEIGHT);
                String figures = figures(screen, 0, HEIGHT);
                ben.interrupt();
                ben.exitCode(PATIENCE);
                anna.interrupt();
                anna.exitCode(PATIENCE);
                assertThat(clock.isAlive()).isTrue();
                return figures;
            }
        }
    }

    /// The clock in a corner, the viewer's window below it, the streamer's beside both.
    private static VirtualScreen screen() throws IOException {
        return VirtualScreen.start(2 * WIDTH + "x" + 2 * HEIGHT);
    }

    private PeercadeProcess program(VirtualScreen screen, Class<?> main, String... arguments) {
        return PeercadeProcess.ofPeer(screen.environment(), folder, main, arguments);
    }

    private String throughChromium(Sharing sharing) throws Exception {
        try (VirtualScreen screen = VirtualScreen.start(WIDTH + "x" + (2 * HEIGHT + BARS));
                PeercadeProcess clock = program(screen, GlassClock.class);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(launch(screen, sharing))) {
            screen.awaitWindow(GlassClock.TITLE);
            // Window managers give it to each window; without it no browser offers one.
            Tools.run(
                    Tools.require("xprop"),
                    "-display",
                    screen.display(),
                    "-name",
                    GlassClock.TITLE,
                    "-format",
                    "WM_STATE",
                    "32c",
                    "-set",
                    "WM_STATE",
                    "1");
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(null));
            // Screens are shared with pages of HTTPS only.
            page.route(
                    "https://sharing.test/",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/html")
                            .setBodyBytes(page())));
            page.navigate("https://sharing.test/");
            page.click("button");
            page.waitForSelector("video");
            int top = (int) page.evaluate("screenY + outerHeight - innerHeight");
            int left = (int) page.evaluate("screenX");
            String figures = figures(screen, left, top);
            assertThat(clock.isAlive()).isTrue();
            return page.evaluate(
                            "document.querySelector('video').videoWidth + 'x' + document.querySelector('video').videoHeight")
                    + ": " + figures;
        }
    }

    private static BrowserType.LaunchOptions launch(VirtualScreen screen, Sharing sharing) {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(Tools.require("chromium")))
                .setHeadless(false)
                .setEnv(Map.of("DISPLAY", screen.display()))
                .setArgs(List.of(
                        "--no-sandbox",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-position=0," + HEIGHT,
                        "--window-size=" + WIDTH + "," + (HEIGHT + BARS),
                        sharing.option,
                        // Everything happens on this machine.
                        "--allow-loopback-in-peer-connection"));
    }

    private static byte[] page() {
        try (var page = GlassToGlassBenchmark.class.getResourceAsStream("/share-screen.html")) {
            return page.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param x of the corner of the picture on the screen
    private String figures(VirtualScreen screen, int x, int y) throws InterruptedException {
        try (PeercadeProcess reader =
                program(screen, GlassReader.class, Integer.toString(x), Integer.toString(y), SECONDS)) {
            assertThat(reader.exitCode(PATIENCE)).as(reader.text()).isZero();
            return reader.text();
        }
    }
}
