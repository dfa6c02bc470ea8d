package dev.peercade.streamer;

import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.media.VideoSource;
import dev.peercade.media.keep.Keeping;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.session.StreamerSettings;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.live.Guest;
import dev.peercade.streamer.live.StreamerFigures;
import dev.peercade.streamer.publish.Encodings;
import dev.peercade.streamer.publish.PictureLoop;
import dev.peercade.streamer.publish.PictureTap;
import dev.peercade.streamer.publish.Thumbnails;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream from its first step to its summary, with or without a window.
public final class Broadcast {

    private static final Size PREVIEW = new Size(480, 270);

    private final PeerCore core;
    private final StreamOptions options;
    private final Telling telling;
    /// For the thread that runs.
    private final LinkedBlockingQueue<Consumer<OnAir>> orders = new LinkedBlockingQueue<>();

    private final PictureTap preview;

    /// Who streams. Called in order, from the thread that runs.
    @FunctionalInterface
    public interface Listener {

        /// What happens.
        void onEvent(CommandEvent event);

        /// Who watches and who asks to, each second and whenever that changes.
        default void onGuests(List<Guest> guests) {}

        /// A small copy of what goes out, while [Broadcast#preview(Duration)] wants it, from the thread that makes
        /// pictures, which must not be held up. It is closed afterwards: who shows it shares it.
        default void onPicture(Picture picture) {}
    }

    /// What a streamer may decide on a viewer.
    public enum Verdict {
        ADMIT,
        REJECT,
        DROP
    }

    /// @param startedAt from which the times of events count
    public Broadcast(PeerCore core, StreamOptions options, Listener listener, MonoTime startedAt) {
        this.core = core;
        this.options = options;
        this.telling = new Telling(listener, startedAt);
        this.preview = new PictureTap(PREVIEW, listener::onPicture);
    }

    /// Streams until the source ends, the limit is reached, [#stop()] is called or the session ends; tells the
    /// summary last.
    ///
    /// @throws MediaException when there is nothing to capture; then nothing has been said to the mediator
    public SessionEnd run() throws MediaException, InterruptedException {
        StreamOptions.Picture wanted = options.picture();
        int fps = wanted.capture().fps();
        try (VideoSource source = VideoSource.open(wanted.source(), wanted.capture())) {
            Size size = wanted.size() != null ? wanted.size() : new Size(source.width(), source.height());
            Size coded = size.even();
            int kbps = StreamOptions.bitrateKbps(wanted, coded);
            try (VideoSource pause = VideoSource.pause(coded, fps);
                    Encodings encodings = Encodings.open(new EncoderSettings(coded, fps, kbps))) {
                return stream(new PictureLoop.Sources(source, pause), encodings);
            }
        }
    }

    private SessionEnd stream(PictureLoop.Sources sources, Encodings encodings) throws InterruptedException {
        StreamOptions.Show show = options.show();
        StreamerFigures figures = new StreamerFigures(encodings.size(), telling.startedAt());
        StreamerSettings settings = new StreamerSettings(
                show.game(),
                show.title(),
                show.admission(),
                true,
                new StreamerSettings.Video(encodings.profileLevelId(), encodings.ceilingKbps()),
                options.connect());
        try (MediatorClient mediator = core.client(options.account());
                StreamerSession session =
                        core.stream(options.account(), settings, event -> orders.add(onAir -> onAir.on(event)))) {
            Thumbnails thumbnails = new Thumbnails(
                    mediator::putThumbnail, failure -> orders.add(onAir -> onAir.thumbnailFailed(failure)));
            Keeping keeping = new Keeping(new Kept());
            PictureLoop pictures = new PictureLoop(
                    sources,
                    encodings,
                    new PictureLoop.Outlets(session, keeping, List.of(preview, thumbnails.tap())),
                    figures);
            OnAir onAir = new OnAir(
                    options,
                    telling,
                    new OnAir.Rig(session, pictures, encodings, keeping, figures, thumbnails),
                    orders);
            return onAir.untilEnd();
        }
    }

    private final class Kept implements Keeping.Listener {

        @Override
        public void onKeyframeNeeded() {
            orders.add(OnAir::requestKeyframe);
        }

        @Override
        public void onSaid(String code, String text, Path file) {
            orders.add(onAir -> onAir.onKept(code, text, file));
        }

        @Override
        public void onFailed(MediaException failure, Path file) {
            orders.add(onAir -> onAir.onKeepingFailed(failure, file));
        }
    }

    /// Ends the stream; [#run()] returns soon after. Any thread, as the following.
    public void stop() {
        orders.add(OnAir::end);
    }

    /// A viewer that nobody knows is answered by a notice.
    public void decide(String viewer, Verdict verdict) {
        orders.add(onAir -> onAir.decide(viewer, verdict));
    }

    /// While paused, viewers see a still of ours, and nothing of the screen is even grabbed.
    public void pause(boolean paused) {
        orders.add(onAir -> onAir.pause(paused));
    }

    /// Records what goes out, also while nobody watches, unless a recording is under way; notices tell how it goes.
    ///
    /// @param file Matroska, in a folder that exists
    public void record(Path file) {
        orders.add(onAir -> onAir.record(file));
    }

    /// Ends the recording; a notice tells that it is saved.
    public void stopRecording() {
        orders.add(OnAir::stopRecording);
    }

    /// How often [Listener#onPicture(Picture)] is called, or null for never, as it is at first.
    public void preview(@Nullable Duration every) {
        preview.every(every);
    }

    /// Whether viewers need an answer of the person at the terminal.
    public boolean asks() {
        return options.show().admission() == Admission.ASK;
    }
}
