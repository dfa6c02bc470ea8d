package dev.peercade.mediator;

import dev.peercade.model.session.Admission;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls what next, from a seed: about half of the calls carry the matter on, the others are anything at all.
///
/// @param streamer who opens most sessions
/// @param viewers who ask for most of them
record RandomCalls(Random random, String streamer, List<String> viewers, String stranger) {

    record Choice(String who, PeerCall call) {}

    private static final List<String> SESSION_STATUSES = List.of("NEW", "READY", "ACTIVE", "FINISHED");
    private static final List<String> REQUEST_STATUSES = List.of("NEW", "READY", "PROCESSED", "CLOSED");

    /// A call that a peer of good manners would make in this world.
    Choice onward(ModelWorld world) {
        Optional<ModelWorld.Session> open = world.sessions().values().stream()
                .filter(session -> session.streamer().equals(streamer) && !session.finished())
                .findFirst();
        if (open.isEmpty()) {
            Admission admission = random.nextBoolean() ? Admission.OPEN : Admission.ASK;
            return new Choice(streamer, new PeerCall.Create(admission, random.nextInt(4) == 0));
        }
        UUID session = open.get().id();
        if (open.get().status().equals("NEW")) {
            return new Choice(streamer, new PeerCall.PushSession(session, true));
        }
        List<ModelWorld.Request> requests = world.openOf(session);
        if (requests.isEmpty() || random.nextInt(4) == 0) {
            return new Choice(anyOf(viewers), new PeerCall.Ask(session));
        }
        ModelWorld.Request request = anyOf(requests);
        UUID id = request.id();
        if (request.generation() == 0) {
            return new Choice(request.viewer(), new PeerCall.PushRequest(id, true));
        }
        if (request.admission().equals("PENDING")) {
            return new Choice(streamer, new PeerCall.Admit(id, random.nextInt(4) != 0));
        }
        return switch (request.status()) {
            case "NEW" -> new Choice(request.viewer(), new PeerCall.SetRequest(id, "READY"));
            case "READY" -> new Choice(streamer, new PeerCall.SetRequest(id, "PROCESSED"));
            default -> new Choice(request.viewer(), new PeerCall.ReadStreamersEndpoint(session));
        };
    }

    /// Any call by anyone, most of them about what is open.
    Choice any(ModelWorld world) {
        int peer = random.nextInt(10);
        String who = peer < 4 ? streamer : peer < 9 ? anyOf(viewers) : stranger;
        if (random.nextInt(25) == 0) {
            return new Choice(who, new PeerCall.Create(Admission.ASK, random.nextBoolean()));
        }
        List<ModelWorld.Request> open = world.requests().values().stream()
                .filter(ModelWorld.Request::open)
                .toList();
        if (random.nextInt(8) == 0 && !open.isEmpty()) {
            return early(anyOf(open));
        }
        PeerCall call = about(session(world), request(world));
        return new Choice(random.nextBoolean() ? who : whoMay(world, call, who), call);
    }

    private Choice early(ModelWorld.Request request) {
        return new Choice(
                request.viewer(),
                random.nextBoolean()
                        ? new PeerCall.SetRequest(request.id(), "READY")
                        : new PeerCall.ReadStreamersEndpoint(request.session()));
    }

    private static String whoMay(ModelWorld world, PeerCall call, String otherwise) {
        UUID sessions = switch (call) {
            case PeerCall.PushSession push -> push.session();
            case PeerCall.SetSession set -> set.session();
            case PeerCall.Poll poll -> poll.session();
            default -> null;
        };
        UUID viewers = switch (call) {
            case PeerCall.PushRequest push -> push.request();
            case PeerCall.SetRequest set -> "PROCESSED".equals(set.status()) ? null : set.request();
            case PeerCall.ReadRequest read -> read.request();
            default -> null;
        };
        ModelWorld.Session session = sessions == null ? null : world.sessions().get(sessions);
        ModelWorld.Request request = viewers == null ? null : world.requests().get(viewers);
        return session != null ? session.streamer() : request != null ? request.viewer() : otherwise;
    }

    /// Any call by anyone about this session and this request, but none that ends the session.
    Choice within(UUID session, UUID request) {
        PeerCall call = about(session, request);
        while (call instanceof PeerCall.SetSession set && "FINISHED".equals(set.status())) {
            call = about(session, request);
        }
        boolean streamers = (call instanceof PeerCall.SetRequest set && "PROCESSED".equals(set.status()))
                || call instanceof PeerCall.SetSession
                || call instanceof PeerCall.PushSession
                || call instanceof PeerCall.Admit
                || call instanceof PeerCall.Poll;
        boolean fit = random.nextInt(8) != 0;
        return new Choice(fit && streamers ? streamer : anyOf(viewers), call);
    }

    private PeerCall about(UUID session, UUID request) {
        return switch (random.nextInt(18)) {
            case 0, 16 -> new PeerCall.PushSession(session, random.nextInt(4) != 0);
            case 1 -> new PeerCall.SetSession(session, status(SESSION_STATUSES));
            case 2 -> new PeerCall.ReadSession(session);
            case 3 -> new PeerCall.ListSessions(streamer);
            case 4, 5 -> new PeerCall.Ask(session);
            case 6 -> new PeerCall.Poll(session);
            case 7 -> new PeerCall.ReadStreamersEndpoint(session);
            case 8, 9 -> new PeerCall.Admit(request, random.nextBoolean());
            case 10, 17 -> new PeerCall.PushRequest(request, random.nextInt(4) != 0);
            case 11, 12, 13 -> new PeerCall.SetRequest(request, status(REQUEST_STATUSES));
            case 14 -> new PeerCall.SetRequest(request, "CLOSED");
            default -> new PeerCall.ReadRequest(request);
        };
    }

    private @Nullable String status(List<String> statuses) {
        return random.nextInt(6) == 0 ? null : anyOf(statuses);
    }

    /// One that is not finished, one of all, or one that does not exist.
    private UUID session(ModelWorld world) {
        List<UUID> open = world.sessions().values().stream()
                .filter(session -> !session.finished())
                .map(ModelWorld.Session::id)
                .toList();
        return one(
                random.nextInt(3) == 0 ? List.of() : open,
                List.copyOf(world.sessions().keySet()));
    }

    private UUID request(ModelWorld world) {
        List<UUID> open = world.requests().values().stream()
                .filter(ModelWorld.Request::open)
                .map(ModelWorld.Request::id)
                .toList();
        return one(open, List.copyOf(world.requests().keySet()));
    }

    private UUID one(List<UUID> open, List<UUID> all) {
        int wanted = random.nextInt(20);
        if (wanted < 13 && !open.isEmpty()) {
            return anyOf(open);
        }
        return wanted < 19 && !all.isEmpty() ? anyOf(all) : new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
