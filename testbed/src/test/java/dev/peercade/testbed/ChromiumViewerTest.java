package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Proof that the media path is standard: a browser that knows nothing of Peercade receives the scene.
class ChromiumViewerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void chromiumDecodesTenSecondsOfTheScene(@TempDir Path folder) throws Exception {
        Path chromium = Path.of(Tools.require("chromium"));
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.start(
                            folder, mediator.as("anna", "stream", "--game", "Scene", "--source", "scene"));
                    Playwright playwright = Playwright.create(
                            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                    Browser browser = playwright.chromium().launch(launch(chromium))) {
                anna.await(step("3"), PATIENCE);
                Page page = browser.newPage();
                page.addScriptTag(new Page.AddScriptTagOptions().setContent(script()));
                JsonNode offer = JSON.valueToTree(page.evaluate("peercade.offer()"));

                introduce(mediator, page, offer);

                long start = framesDecoded(page);
                Set<Object> hashes = new HashSet<>();
                long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (System.nanoTime() < end) {
                    page.waitForTimeout(500);
                    JsonNode pixels = JSON.valueToTree(page.evaluate("peercade.pixels()"));
                    hashes.add(pixels.path("hash").asInt());
                    assertThat(pixels.path("spread").asInt())
                            .as("a real picture, not a plain area")
                            .isGreaterThan(40);
                }
                assertThat(framesDecoded(page) - start).isGreaterThan(400);
                assertThat(hashes).as("pictures that move").hasSizeGreaterThan(15);
            }
        }
    }

    private static void introduce(Rest mediator, Page page, JsonNode offer) throws Exception {
        JsonNode session = mediator.onlySession("ben");
        String id = session.path("id").asString();
        JsonNode request = mediator.call("ben", "POST", "/streaming-sessions/" + id + "/view-requests", Map.of())
                .body();
        String path = "/view-requests/" + request.path("id").asString();
        assertThat(mediator.call("ben", "PUT", path + "/endpoint", offer).status())
                .isBetween(200, 204);
        JsonNode endpoint = mediator.call("ben", "GET", "/streaming-sessions/" + id + "/endpoint", null)
                .body();
        JsonNode codec = offer.path("media").path("codecs").path(0);
        page.evaluate(
                "([endpoint, payloadType, parameters]) => peercade.answer(endpoint, payloadType, parameters)",
                List.of(
                        JSON.treeToValue(endpoint, Map.class),
                        codec.path("payloadType").asInt(),
                        codec.path("parameters").asString()));
        assertThat(mediator.call("ben", "PUT", path + "/status", Map.of("status", "READY"))
                        .status())
                .isBetween(200, 204);
        page.waitForCondition(
                () -> framesDecoded(page) > 0, new Page.WaitForConditionOptions().setTimeout(PATIENCE.toMillis()));
    }

    private static long framesDecoded(Page page) {
        return JSON.<JsonNode>valueToTree(page.evaluate("peercade.figures()"))
                .path("framesDecoded")
                .asLong(0);
    }

    private static BrowserType.LaunchOptions launch(Path chromium) {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(chromium)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        // Everything happens on this machine.
                        "--allow-loopback-in-peer-connection"));
    }

    private static String script() throws Exception {
        try (InputStream stream = ChromiumViewerTest.class.getResourceAsStream("/receive-only.js")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
