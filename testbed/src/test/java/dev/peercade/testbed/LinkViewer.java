package dev.peercade.testbed;

import dev.peercade.media.Picture;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.util.UUID;

/// Watches a [LinkStreamer], and tells when each picture was decoded, after a line of input.
final class LinkViewer {

    private LinkViewer() {}

    /// @param args the mediator's address, a registered user
    public static void main(String... args) throws Exception {
        MediatorAccount account = new MediatorAccount(URI.create(args[0]), args[1], Rest.PASSWORD, false, null);
        PictureLog log = new PictureLog();
        MonoTime now = new MonoTime(System.nanoTime());
        try (PeerCore app =
                PeerCore.open(new PeerCoreSettings(null, null, false, true, PeerCoreSettings.Memory.NONE))) {
            UUID session;
            try (MediatorClient client = app.client(account)) {
                session = client.sessions().getFirst().id();
            }
            Viewing viewing = new Viewing(
                    app,
                    new WatchOptions(
                            account,
                            SessionChoice.byId(session),
                            null,
                            new WatchOptions.Files(null, null),
                            ConnectOptions.NORMAL),
                    new Viewing.Listener() {
                        @Override
                        public void onEvent(CommandEvent event) {
                            if (event instanceof CommandEvent.Summary summary) {
                                System.err.println(summary.figures());
                            }
                        }

                        @Override
                        public int onPicture(Picture picture) {
                            int number = numberOf(picture);
                            if (number >= 0) {
                                log.on(number);
                            }
                            return 0;
                        }
                    },
                    now,
                    now);
            Thread.ofVirtual().start(() -> {
                try {
                    System.in.read();
                } catch (java.io.IOException e) {
                    // Then it is over as well.
                }
                viewing.stop();
            });
            viewing.run();
        }
        log.tell();
    }

    private static int numberOf(Picture picture) {
        MemorySegment luma = picture.plane(0);
        int stride = picture.stride(0);
        return NumberedClip.number(
                picture.width(), (x, y) -> luma.get(ValueLayout.JAVA_BYTE, (long) y * stride + x) & 0xFF);
    }
}
