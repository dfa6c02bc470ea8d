package dev.peercade.peer.media;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.H264Depacketizer;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.RtpHeader.Packet;
import dev.peercade.peer.wire.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the packets of a picture: those of one timestamp, up to the marker bit or the next timestamp.
final class PictureAssembler {

    private final H264Depacketizer depacketizer = new H264Depacketizer();
    private boolean open;
    private boolean broken;
    /// Nobody knows whether the next packet begins a picture.
    private boolean unsynchronized = true;

    private long timestamp;
    private long unwrapped;
    private @Nullable MonoTime origin;
    private long originTimestamp;
    private long brokenPictures;

    sealed interface Result {

        record Whole(AccessUnit unit) implements Result {}

        /// A picture that has a hole, is malformed, or has not arrived at all.
        record Broken() implements Result {}
    }

    List<Result> onItem(ReorderBuffer.Item item, MonoTime now) {
        List<Result> results = new ArrayList<>(2);
        switch (item) {
            case ReorderBuffer.Item.Gap _ -> {
                // The missing packets may end this picture, be whole pictures, and begin the next one.
                abandon();
                unsynchronized = true;
                results.add(new Result.Broken());
            }
            case ReorderBuffer.Item.InOrder(Packet packet) -> onPacket(packet, now, results);
        }
        return results;
    }

    private void onPacket(Packet packet, MonoTime now, List<Result> results) {
        RtpHeader header = packet.header();
        if (open && header.timestamp() != timestamp) {
            close(results);
        }
        if (!open) {
            begin(packet, now);
        }
        depacketizer.add(packet.payload());
        if (header.marker()) {
            close(results);
        }
    }

    private void begin(Packet packet, MonoTime now) {
        long stamp = packet.header().timestamp();
        boolean sameAsBefore = origin != null && stamp == timestamp;
        // After a gap only this is surely a beginning; what else comes may be a picture's second half.
        broken = unsynchronized && (!H264Depacketizer.startsPicture(packet.payload()) || sameAsBefore);
        unsynchronized = false;
        open = true;
        timestamp = stamp;
        if (origin == null) {
            origin = now;
            originTimestamp = stamp;
            unwrapped = stamp;
        }
        unwrapped = SequenceNumber.unwrapTimestamp(stamp, unwrapped);
    }

    private void close(List<Result> results) {
        open = false;
        H264Depacketizer.Picture picture = depacketizer.finish();
        if (picture == null || broken) {
            brokenPictures++;
            results.add(new Result.Broken());
            return;
        }
        MonoTime start = origin == null ? new MonoTime(0) : origin;
        MonoTime capturedAt = start.plusNanos(RtpClock.nanos(unwrapped - originTimestamp));
        results.add(new Result.Whole(new AccessUnit(picture.annexB(), picture.keyframe(), capturedAt)));
    }

    private void abandon() {
        if (open) {
            brokenPictures++;
        }
        open = false;
        depacketizer.reset();
    }

    /// Whether a keyframe is on its way without a hole so far.
    boolean isReceivingKeyframe() {
        return open && !broken && depacketizer.isReceivingKeyframe();
    }

    /// Pictures of which something arrived in vain.
    long broken() {
        return brokenPictures;
    }
}
