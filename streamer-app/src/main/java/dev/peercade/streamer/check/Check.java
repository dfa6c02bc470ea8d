package dev.peercade.streamer.check;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoEncoder;
import dev.peercade.media.VideoSource;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a stream needs, each tried for real. Calls block.
public interface Check {

    /// In the order in which a stream needs it.
    enum Item {
        SERVER,
        ADDRESS,
        CAPTURE,
        ENCODER
    }

    /// How it went; the text of the verdict is `check.<item>.<outcome>`, and takes these values.
    ///
    /// @param good whether nothing need be done
    record Verdict(Outcome outcome, List<String> values) {

        public boolean good() {
            return outcome == Outcome.GOOD;
        }
    }

    enum Outcome {
        GOOD,
        /// Less than it could be, but it will do for some.
        LIMITED,
        /// There is no STUN server to ask, which limits likewise.
        NOBODY_TO_ASK
    }

    /// @throws Exception as `Problem.of` tells it: then it does not work
    Verdict run(Item item) throws Exception;

    /// Of this machine and this account.
    static Check of(PeerCore core, MediatorAccount account) {
        return item -> switch (item) {
            case SERVER -> server(core, account);
            case ADDRESS -> address(core, account);
            case CAPTURE -> capture();
            case ENCODER -> encoder();
        };
    }

    private static Verdict server(PeerCore core, MediatorAccount account) throws MediatorException {
        try (MediatorClient client = core.client(account)) {
            // Needs the account, so that a token that is worth nothing any more shows here.
            client.sessions();
            return new Verdict(Outcome.GOOD, List.of(client.info().version()));
        }
    }

    private static Verdict address(PeerCore core, MediatorAccount account)
            throws MediatorException, InterruptedException {
        return new Verdict(
                switch (core.publicAddress(account)) {
                    case FOUND -> Outcome.GOOD;
                    case SILENT -> Outcome.LIMITED;
                    case NOBODY_TO_ASK -> Outcome.NOBODY_TO_ASK;
                },
                List.of());
    }

    private static Verdict capture() throws MediaException, InterruptedException {
        try (VideoSource screen = VideoSource.open(new SourceSpec.Screen(null), new CaptureSettings(null, 60, null))) {
            RawFrame frame = screen.next();
            if (frame == null) {
                throw new IllegalStateException("a screen has no end");
            }
            return new Verdict(Outcome.GOOD, List.of(frame.width() + "x" + frame.height()));
        }
    }

    /// Half a second of 720p60 tells whether it keeps up; of what else the machine does meanwhile the median knows
    /// little.
    private static Verdict encoder() throws MediaException, InterruptedException {
        Size size = new Size(1280, 720);
        int pictures = 30;
        try (VideoSource scene = VideoSource.open(new SourceSpec.Scene(), new CaptureSettings(null, 240, size));
                VideoEncoder encoder = VideoEncoder.open(new EncoderSettings(size, 60, 5500))) {
            long[] nanos = new long[pictures];
            for (int n = 0; n < pictures; n++) {
                RawFrame frame = scene.next();
                if (frame == null) {
                    throw new IllegalStateException("the scene has no end");
                }
                var coded = encoder.encode(frame);
                nanos[n] = coded.encodeEndNanos() - coded.encodeStartNanos();
            }
            Arrays.sort(nanos);
            double ms = nanos[pictures / 2] / 1e6;
            return new Verdict(
                    ms <= 1000.0 / 60 ? Outcome.GOOD : Outcome.LIMITED,
                    List.of("x264", String.format(Locale.ROOT, "%.1f", ms)));
        }
    }
}
