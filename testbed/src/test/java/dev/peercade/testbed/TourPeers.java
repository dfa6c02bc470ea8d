package dev.peercade.testbed;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.util.UUID;
import java.util.concurrent.Callable;

/// Those whom the user of a tour meets: real peers, without windows.
record TourPeers(PeerCore core, TestMediator mediator) {

    MediatorAccount account(String name) {
        return new MediatorAccount(mediator.running().uri(), name, Rest.PASSWORD, false, null);
    }

    Broadcast stream(String who, StreamOptions.Show show, SourceSpec source) {
        Broadcast broadcast = new Broadcast(
                core,
                new StreamOptions(
                        account(who),
                        show,
                        new StreamOptions.Picture(source, new CaptureSettings(null, 30, null), null, 0),
                        null,
                        ConnectOptions.NORMAL),
                _ -> {},
                now());
        background(broadcast::run);
        return broadcast;
    }

    Broadcast stream(String who, String game, String title, SourceSpec source) {
        return stream(who, new StreamOptions.Show(game, title, Admission.OPEN, true), source);
    }

    Viewing watch(String who, UUID session) {
        Viewing viewing = new Viewing(
                core,
                new WatchOptions(
                        account(who),
                        SessionChoice.byId(session),
                        null,
                        new WatchOptions.Files(null, null),
                        ConnectOptions.NORMAL),
                _ -> {},
                now(),
                now());
        background(viewing::run);
        return viewing;
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }

    private static void background(Callable<?> run) {
        Thread.ofVirtual().start(() -> {
            try {
                run.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
