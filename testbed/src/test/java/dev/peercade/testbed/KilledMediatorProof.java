package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// N1 and F8 through the front door: peers write over REST while the mediator and every process of its database are
/// killed, twenty times; what a peer was told is done must be done. That the loss of a write would show is the
/// business of `KilledDatabaseProofTest`, whose control runs without synchronous commit.
@Tag("proof")
class KilledMediatorProof {

    private static final int KILLS = 20;
    private static final int WRITERS = 4;

    /// Acknowledged writes after which the next kill comes, somewhere in the middle of others.
    private static final int WRITES_BETWEEN = 60;

    /// What the mediator has said is so.
    private record Acknowledged(Map<String, String> titles, ConcurrentLinkedQueue<String> requests) {}

    @Test
    void whatAPeerWasToldIsDoneIsDone(@TempDir Path folder) throws Exception {
        Acknowledged acknowledged = new Acknowledged(new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>());
        try (ServerProcess server = ServerProcess.start(folder)) {
            Rest mediator = server.rest();
            mediator.register("reader");
            List<Rest.Signed> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                mediator.register("writer" + i, "guest" + i);
                writers.add(new Rest.Signed(mediator, mediator.token("writer" + i), mediator.token("guest" + i)));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                writeUntilKilled(server, writers, acknowledged);
                server.startAgain();
            }
            String reader = mediator.token("reader");
            int lost = 0;
            for (Map.Entry<String, String> session : acknowledged.titles().entrySet()) {
                Rest.Answer answer = mediator.bearer(reader, "GET", "/streaming-sessions/" + session.getKey(), null);
                lost += answer.status() == 200
                                && answer.body().path("title").asString().equals(session.getValue())
                        ? 0
                        : 1;
            }
            for (String request : acknowledged.requests()) {
                int guest = Integer.parseInt(request.substring(0, 1));
                Rest.Answer answer = mediator.bearer(
                        writers.get(guest).guest(), "GET", "/view-requests/" + request.substring(1), null);
                lost += answer.status() == 200 ? 0 : 1;
            }
            System.out.printf(
                    "%d kills: %d sessions and %d requests acknowledged, %d lost%n",
                    KILLS, acknowledged.titles().size(), acknowledged.requests().size(), lost);
            assertThat(acknowledged.titles()).hasSizeGreaterThan(KILLS * WRITES_BETWEEN / 2);
            assertThat(lost).isZero();
        }
    }

    private static void writeUntilKilled(ServerProcess server, List<Rest.Signed> writers, Acknowledged acknowledged)
            throws Exception {
        CountDownLatch enough = new CountDownLatch(WRITES_BETWEEN);
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < writers.size(); i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                Rest.Signed writer = writers.get(number);
                while (writing.get()) {
                    try {
                        write(writer, number, acknowledged);
                        enough.countDown();
                    } catch (IOException e) {
                        // The kill: this one was not acknowledged.
                        return;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        assertThat(enough.await(2, TimeUnit.MINUTES))
                .as("%d writes are acknowledged within two minutes", WRITES_BETWEEN)
                .isTrue();
        server.killEverything();
        writing.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /// A session that replaces the writer's earlier one, and a guest's request for it.
    private static void write(Rest.Signed writer, int number, Acknowledged acknowledged)
            throws IOException, InterruptedException {
        String title = "write " + System.nanoTime();
        Rest.Answer session = writer.rest()
                .bearer(
                        writer.owner(),
                        "POST",
                        "/streaming-sessions",
                        Map.of("game", "x", "title", title, "replace", true));
        if (session.status() != 201) {
            return;
        }
        String id = session.body().path("id").asString();
        acknowledged.titles().put(id, title);
        JsonNode endpoint = writer.rest()
                .bearer(writer.owner(), "PUT", "/streaming-sessions/" + id + "/endpoint", Endpoints.at("127.0.0.1", 9))
                .body();
        Rest.Answer request =
                writer.rest().bearer(writer.guest(), "POST", "/streaming-sessions/" + id + "/view-requests", Map.of());
        if (request.status() == 201 && !endpoint.isNull()) {
            acknowledged.requests().add(number + request.body().path("id").asString());
        }
    }
}
