package dev.peercade.peer.media.packetize;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Puts the payloads of one picture together again, in order and without holes (RFC 6184, packetization mode 1).
/// After [#finish()] or [#reset()] it takes the next picture.
public final class H264Depacketizer {

    /// A keyframe of 4K at the highest rate stays below this; whatever is larger is an attempt to fill memory.
    static final int PICTURE_BYTES_MAX = 8 << 20;

    private final ByteArrayOutputStream picture = new ByteArrayOutputStream(64 * 1024);
    private boolean fragmentOpen;
    private int fragmentType;
    private boolean malformed;
    private boolean idr;
    private boolean sps;
    private boolean pps;

    /// A picture that is whole.
    ///
    /// @param annexB with four-byte start codes
    /// @param keyframe an IDR picture with its sequence and picture parameter sets
    public record Picture(byte[] annexB, boolean keyframe) {

        @Override
        public String toString() {
            return "Picture[" + annexB.length + " bytes" + (keyframe ? ", keyframe]" : "]");
        }
    }

    /// Takes the next payload. Once one is malformed the whole picture is.
    public void add(byte[] payload) {
        malformed = malformed || !append(payload);
    }

    /// The picture, or null when a payload was malformed or the last NAL unit has no end.
    public @Nullable Picture finish() {
        Picture whole = malformed || fragmentOpen || picture.size() == 0
                ? null
                : new Picture(picture.toByteArray(), idr && sps && pps);
        reset();
        return whole;
    }

    /// Forgets what has been added.
    public void reset() {
        picture.reset();
        fragmentOpen = false;
        malformed = false;
        idr = false;
        sps = false;
        pps = false;
    }

    /// Whether the payload can only be the first of a picture: it begins with a delimiter or a sequence parameter
    /// set (ITU-T H.264, section 7.4.1.2.3).
    public static boolean startsPicture(byte[] payload) {
        int type = firstType(payload);
        return type == NalUnits.TYPE_SPS || type == NalUnits.TYPE_DELIMITER;
    }

    /// Of the payload's first NAL unit, be it by itself or in an aggregate; 0 where there is none.
    private static int firstType(byte[] payload) {
        if (payload.length == 0) {
            return 0;
        }
        int type = NalUnits.type(payload[0]);
        if (type != NalUnits.TYPE_STAP_A) {
            return type;
        }
        return payload.length > 3 ? NalUnits.type(payload[3]) : 0;
    }

    /// Whether what has been added may become a keyframe: there is a sequence parameter set and no flaw so far.
    public boolean isReceivingKeyframe() {
        return sps && !malformed;
    }

    private boolean append(byte[] payload) {
        // The forbidden bit says that something upstream has found an error in it (RFC 6184, section 1.3).
        if (payload.length == 0 || payload[0] < 0 || picture.size() + payload.length > PICTURE_BYTES_MAX) {
            return false;
        }
        int type = NalUnits.type(payload[0]);
        if (fragmentOpen && type != NalUnits.TYPE_FU_A) {
            return false;
        }
        return switch (type) {
            case NalUnits.TYPE_STAP_A -> aggregate(payload);
            case NalUnits.TYPE_FU_A -> fragment(payload);
            // Interleaved kinds belong to mode 2, and the rest is undefined (section 5.2).
            case 0, 25, 26, 27, 29, 30, 31 -> false;
            default -> {
                begin(type);
                picture.write(payload, 0, payload.length);
                yield true;
            }
        };
    }

    private boolean aggregate(byte[] payload) {
        int at = 1;
        if (payload.length < 4) {
            return false;
        }
        while (at < payload.length) {
            if (payload.length - at < 3) {
                return false;
            }
            int length = (payload[at] & 0xFF) << 8 | (payload[at + 1] & 0xFF);
            at += 2;
            if (length == 0 || length > payload.length - at) {
                return false;
            }
            int type = NalUnits.type(payload[at]);
            if (payload[at] < 0 || type == 0 || type >= NalUnits.TYPE_STAP_A) {
                return false;
            }
            begin(type);
            picture.write(payload, at, length);
            at += length;
        }
        return true;
    }

    private boolean fragment(byte[] payload) {
        if (payload.length < 3) {
            return false;
        }
        boolean start = (payload[1] & 0x80) != 0;
        boolean end = (payload[1] & 0x40) != 0;
        int type = NalUnits.type(payload[1]);
        // "the Start bit and End bit MUST NOT both be set to one in the same FU header" (section 5.8).
        if ((start && end) || start == fragmentOpen || type == 0 || type >= NalUnits.TYPE_STAP_A) {
            return false;
        }
        if (start) {
            begin(type);
            picture.write((payload[0] & 0xE0) | type);
            fragmentType = type;
        } else if (type != fragmentType) {
            return false;
        }
        picture.write(payload, 2, payload.length - 2);
        fragmentOpen = !end;
        return true;
    }

    private void begin(int type) {
        idr |= type == NalUnits.TYPE_IDR;
        sps |= type == NalUnits.TYPE_SPS;
        pps |= type == NalUnits.TYPE_PPS;
        picture.write(NalUnits.START_CODE, 0, NalUnits.START_CODE.length);
    }
}
