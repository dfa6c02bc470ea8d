package dev.peercade.testbed.load;

import dev.peercade.testbed.load.Population.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A thousand peers with their push channels: 200 stream, 200 watch one of them each, 600 look at the list and have
/// subscribed to its changes. Each asks every 5 s, and each second one viewer leaves and comes back, which all who
/// have subscribed hear of.
final class Crowd {

    private static final int SESSIONS = 200;
    private static final int LOOKING = 600;
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final int port;
    private final PushChannels channels;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<HttpConnection> looking = new ArrayList<>();
    private int turns;

    private Crowd(int port, PushChannels channels) {
        this.port = port;
        this.channels = channels;
    }

    /// Times of each kind of call.
    ///
    /// @param steps the calls by which a viewer leaves and comes back
    /// @param pushes from the viewer's call of step 8 to the streamer's push message, step 9
    record Figures(CallFigures polls, CallFigures views, CallFigures lists, CallFigures steps, CallFigures pushes) {

        Figures() {
            this(new CallFigures(), new CallFigures(), new CallFigures(), new CallFigures(), new CallFigures());
        }

        List<CallFigures> all() {
            return List.of(polls, views, lists, steps, pushes);
        }

        void print(double seconds) {
            System.out.println("streamers' polls (4A)       " + polls.line(seconds));
            System.out.println("viewers' polls              " + views.line(seconds));
            System.out.println("lists (4B)                  " + lists.line(seconds));
            System.out.println("leaving and joining         " + steps.line(seconds));
            System.out.println("step 8 until push of step 9 " + pushes.line(seconds));
        }
    }

    private static final class Pair {
        private final Member streamer;
        private final Member viewer;
        private final HttpConnection streamerCalls;
        private final HttpConnection viewerCalls;
        private final String session;
        private volatile String request = "";

        Pair(int port, Member streamer, Member viewer) throws IOException {
            this.streamer = streamer;
            this.viewer = viewer;
            this.streamerCalls = HttpConnection.bearer(port, streamer.token());
            this.viewerCalls = HttpConnection.bearer(port, viewer.token());
            this.session = Population.stream(streamerCalls, "Game of " + streamer.userName());
        }
    }

    static Crowd settle(MediatorProcess mediator, PushChannels channels) throws Exception {
        Crowd crowd = new Crowd(mediator.port(), channels);
        List<Member> streamers = Population.settle(mediator, "streamer", SESSIONS);
        List<Member> viewers = Population.settle(mediator, "viewer", SESSIONS);
        List<Member> others = Population.settle(mediator, "looking", LOOKING);
        channels.open(streamers, false);
        channels.open(viewers, false);
        channels.open(others, true);
        for (int i = 0; i < SESSIONS; i++) {
            Pair pair = new Pair(mediator.port(), streamers.get(i), viewers.get(i));
            crowd.pairs.add(pair);
            crowd.join(pair, pair.streamerCalls, pair.viewerCalls, new Figures());
        }
        others.forEach(member -> crowd.looking.add(HttpConnection.bearer(crowd.port, member.token())));
        return crowd;
    }

    Load load(Duration length, Figures figures) {
        Load load = new Load(length);
        for (int i = 0; i < SESSIONS; i++) {
            Pair pair = pairs.get(i);
            double phase = i / (double) SESSIONS;
            load.paced(
                    figures.polls,
                    PERIOD,
                    phase,
                    () -> pair.streamerCalls
                            .call("GET", "/streaming-sessions/" + pair.session + "/view-requests?statuses=READY", null)
                            .status());
            load.paced(
                    figures.views,
                    PERIOD,
                    phase,
                    () -> pair.viewerCalls
                            .call("GET", "/view-requests/" + pair.request, null)
                            .status());
        }
        for (int i = 0; i < LOOKING; i++) {
            HttpConnection calls = looking.get(i);
            load.paced(
                    figures.lists,
                    PERIOD,
                    i / (double) LOOKING,
                    () -> calls.call("GET", "/streaming-sessions", null).status());
        }
        return load.paced(new CallFigures(), Duration.ofSeconds(1), 0.5, () -> {
            leaveAndComeBack(figures);
            return 200;
        });
    }

    /// Over connections of their own: the others are their pollers'.
    private void leaveAndComeBack(Figures figures) throws IOException {
        Pair pair = pairs.get(turns++ % SESSIONS);
        try (HttpConnection streamer = HttpConnection.bearer(port, pair.streamer.token());
                HttpConnection viewer = HttpConnection.bearer(port, pair.viewer.token())) {
            figures.steps.time(() -> {
                Population.change(viewer, pair.request, "CLOSED");
                return 200;
            });
            join(pair, streamer, viewer, figures);
        } catch (IOException e) {
            figures.steps.note(0, e.getMessage());
        }
    }

    /// Steps 5 to 10; the streamer acts when it is told to by push.
    private void join(Pair pair, HttpConnection streamer, HttpConnection viewer, Figures figures) throws IOException {
        String request = Population.ask(viewer, pair.session);
        CompletableFuture<Long> told = channels.heard(pair.streamer, request, "READY");
        long start = System.nanoTime();
        figures.steps.time(() -> {
            Population.change(viewer, request, "READY");
            return 200;
        });
        try {
            figures.pushes.note(told.get(10, TimeUnit.SECONDS) - start, null);
        } catch (ExecutionException | TimeoutException e) {
            figures.pushes.note(0, "not pushed within 10 s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        figures.steps.time(() -> {
            Population.change(streamer, request, "PROCESSED");
            return 200;
        });
        pair.request = request;
    }
}
