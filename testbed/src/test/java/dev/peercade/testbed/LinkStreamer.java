package dev.peercade.testbed;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoEncoder;
import dev.peercade.media.VideoSource;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.StreamerEvent;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.session.StreamerSettings;
import dev.peercade.peer.time.MonoTime;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Streams a [NumberedClip] once, from when somebody watches, and tells when each picture was taken.
final class LinkStreamer {

    private LinkStreamer() {}

    /// @param args the mediator's address, a registered user, the clip, 1000 bits a second at most
    public static void main(String... args) throws Exception {
        MediatorAccount account = new MediatorAccount(URI.create(args[0]), args[1], Rest.PASSWORD, false, null);
        Size size = new Size(NumberedClip.WIDTH, NumberedClip.HEIGHT);
        int kbps = Integer.parseInt(args[3]);
        CountDownLatch watched = new CountDownLatch(1);
        PictureLog log = new PictureLog();
        try (PeerCore app = PeerCore.open(new PeerCoreSettings(null, null, false, true, PeerCoreSettings.Memory.NONE));
                VideoEncoder encoder = VideoEncoder.open(new EncoderSettings(size, NumberedClip.FPS, kbps));
                StreamerSession session = app.stream(
                        account,
                        new StreamerSettings(
                                "Clip",
                                "numbers",
                                Admission.OPEN,
                                true,
                                new StreamerSettings.Video(encoder.profileLevelId(), kbps),
                                ConnectOptions.NORMAL),
                        event -> {
                            switch (event) {
                                case StreamerEvent.StepTaken(ProtocolStep step)
                                when step == ProtocolStep.PUSH_STREAMER_ENDPOINT ->
                                    System.out.println("{\"event\":\"opened\"}");
                                case StreamerEvent.ViewerServed _ -> watched.countDown();
                                case StreamerEvent.KeyframeNeeded _ -> encoder.requestKeyframe();
                                case StreamerEvent.Targets targets ->
                                    encoder.bitrate(targets.kbps().getFirst());
                                default -> {}
                            }
                        })) {
            watched.await();
            System.out.println("{\"event\":\"playing\"}");
            try (VideoSource clip = VideoSource.open(
                    new SourceSpec.File(Path.of(args[2])), new CaptureSettings(null, NumberedClip.FPS, size))) {
                for (RawFrame frame = clip.next(); frame != null; frame = clip.next()) {
                    log.on((int) frame.tick());
                    EncodedPicture coded = encoder.encode(frame);
                    session.send(
                            0,
                            new AccessUnit(coded.annexB(), coded.keyframe(), new MonoTime(coded.captureStartNanos())));
                }
            }
            log.tell();
            System.in.read();
        }
    }
}
