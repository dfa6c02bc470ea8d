package dev.peercade.media.keep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.VideoDecoder;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeepingTest {

    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final Keeping keeping = new Keeping(new Keeping.Listener() {
        @Override
        public void onKeyframeNeeded() {
            told.add("keyframe needed");
        }

        @Override
        public void onSaid(String code, String text, Path file) {
            told.add(code + " " + file.getFileName());
        }

        @Override
        public void onFailed(MediaException failure, Path file) {
            told.add(failure.code() + " " + file.getFileName());
        }
    });

    private String next() throws InterruptedException {
        return requireNonNull(told.poll(30, TimeUnit.SECONDS), "nothing came");
    }

    private void offer(EncodedPicture unit) {
        keeping.offer(unit.annexB(), unit.keyframe(), unit.captureStartNanos());
    }

    @Test
    void aRecordingStartsAndStopsInMidViewAndTheNextOneIsAnotherFile() throws Exception {
        List<EncodedPicture> group = RecordLoopTest.group();
        offer(group.getFirst());
        for (String name : List.of("one.mkv", "two.mkv")) {
            keeping.record(folder.resolve(name));
            assertThat(next()).isEqualTo("keyframe needed");
            assertThat(next()).isEqualTo("recording-started " + name);
            keeping.record(folder.resolve("meanwhile.mkv"));
            group.forEach(this::offer);
            keeping.stopRecording();
            assertThat(next()).isEqualTo("recording-saved " + name);
            assertThat(Files.size(folder.resolve(name)))
                    .isGreaterThan(group.stream()
                            .mapToLong(unit -> unit.annexB().length)
                            .sum());
        }
        keeping.finish(null, null);
        assertThat(told).isEmpty();
        assertThat(folder.resolve("meanwhile.mkv")).doesNotExist();
    }

    @Test
    void theEndOfTheViewEndsARecordingAndWhatCameBeforeAKeyframeLeavesNoFile() throws Exception {
        List<EncodedPicture> group = RecordLoopTest.group();
        keeping.record(folder.resolve("one.mkv"));
        assertThat(next()).isEqualTo("keyframe needed");
        assertThat(next()).isEqualTo("recording-started one.mkv");
        offer(group.getLast());
        keeping.finish(null, null);
        assertThat(next()).isEqualTo("recording-empty one.mkv");
        assertThat(folder.resolve("one.mkv")).doesNotExist();
    }

    @Test
    void aSnapshotIsThePictureInItsOwnSizeAndBeforeTheFirstThereIsNone() throws Exception {
        keeping.snapshot(null, folder.resolve("none.png"));
        assertThat(next()).isEqualTo("snapshot-empty none.png");
        try (VideoDecoder decoder = VideoDecoder.open()) {
            Picture picture = decoder.decode(RecordLoopTest.group().getFirst().annexB(), 0)
                    .pictures()
                    .getFirst();
            keeping.snapshot(picture.share(), folder.resolve("no/such/folder.png"));
            assertThat(next()).isEqualTo("write-failed folder.png");
            keeping.snapshot(picture, folder.resolve("one.png"));
            assertThat(next()).isEqualTo("snapshot-saved one.png");
        }
        keeping.finish(null, null);
        BufferedImage written =
                requireNonNull(ImageIO.read(folder.resolve("one.png").toFile()));
        assertThat(written.getWidth()).isEqualTo(RecordLoopTest.SIZE.width());
        assertThat(written.getHeight()).isEqualTo(RecordLoopTest.SIZE.height());
    }

    @Test
    void whatCannotBeWrittenIsToldAndTheNextRecordingIsNotHeldUp() throws Exception {
        keeping.record(folder.resolve("no/such/folder.mkv"));
        assertThat(next()).isEqualTo("write-failed folder.mkv");
        keeping.record(folder.resolve("one.mkv"));
        assertThat(next()).isEqualTo("keyframe needed");
        assertThat(next()).isEqualTo("recording-started one.mkv");
        keeping.finish(null, null);
    }
}
