package dev.peercade.media.h264;

import java.util.Set;

/// What a sequence parameter set (H.264 section 7.3.2.1) says about the pictures, as far as a decoder must fear it.
///
/// @param id 0 to 31
/// @param profile profile_idc
/// @param level level_idc, ten times the level's number
/// @param frameNumBits length of frame_num in slice headers
/// @param referenceFrames max_num_ref_frames
/// @param gapsAllowed whether frame_num may skip values
/// @param width of the shown picture in pixels
/// @param height of the shown picture in pixels
public record SequenceParameterSet(
        int id,
        int profile,
        int level,
        int frameNumBits,
        int referenceFrames,
        boolean gapsAllowed,
        int width,
        int height) {

    /// Largest side in pixels.
    static final int LARGEST_SIDE = 8192;
    /// Largest area in pixels: a 4K wide-screen doubled, level 6's usual maximum.
    static final int LARGEST_AREA = 8192 * 4320;
    /// Level 6.2, the highest there is (table A-1).
    private static final int HIGHEST_LEVEL = 62;

    /// Baseline, main and high: 8 bits, 4:2:0. What Peercade's streamers, browsers and hardware encoders send.
    private static final Set<Integer> PROFILES = Set.of(66, 77, 100);

    /// Either a parameter set or the reason why it is refused.
    public sealed interface Verdict {
        record Accepted(SequenceParameterSet set) implements Verdict {}

        /// @param reason in a few words
        record Refused(String reason) implements Verdict {}
    }

    /// Reads and judges a NAL unit.
    ///
    /// @param stream holds the unit
    /// @param unit of type 7
    public static Verdict read(byte[] stream, NalUnits.Unit unit) {
        var in = new BitReader(stream, unit.offset() + 1, unit.length() - 1);
        int profile = in.bits(8);
        in.bits(8);
        int level = in.bits(8);
        int id = in.ue();
        if (!PROFILES.contains(profile)) {
            return new Verdict.Refused("profile " + profile + " is not baseline, main or high");
        }
        if (level < 9 || level > HIGHEST_LEVEL) {
            return new Verdict.Refused("level " + level + " does not exist");
        }
        if (id > 31) {
            return new Verdict.Refused("parameter set " + id + " does not exist");
        }
        if (profile == 100) {
            var refused = highProfile(in);
            if (refused != null) {
                return refused;
            }
        }
        return picture(in, profile, level, id);
    }

    private static Verdict.@org.jspecify.annotations.Nullable Refused highProfile(BitReader in) {
        int chroma = in.ue();
        if (chroma != 1) {
            return new Verdict.Refused("chroma format " + chroma + " is not 4:2:0");
        }
        int lumaDepth = 8 + in.ue();
        int chromaDepth = 8 + in.ue();
        if (lumaDepth != 8 || chromaDepth != 8) {
            return new Verdict.Refused("samples have more than 8 bits");
        }
        if (in.flag()) {
            return new Verdict.Refused("lossless transform bypass");
        }
        if (in.flag()) {
            for (int list = 0; list < 8; list++) {
                if (in.flag()) {
                    scalingList(in, list < 6 ? 16 : 64);
                }
            }
        }
        return null;
    }

    /// Section 7.3.2.1.1.1.
    private static void scalingList(BitReader in, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && !in.overrun(); i++) {
            if (next != 0) {
                next = last + in.se() & 0xff;
            }
            last = next == 0 ? last : next;
        }
    }

    private static Verdict picture(BitReader in, int profile, int level, int id) {
        int frameNumBits = in.ue() + 4;
        int orderType = in.ue();
        if (orderType == 0) {
            if (in.ue() > 12) {
                return new Verdict.Refused("picture order count is too long");
            }
        } else if (orderType == 1) {
            in.flag();
            in.se();
            in.se();
            int cycle = in.ue();
            if (cycle > 255) {
                return new Verdict.Refused("picture order cycle is too long");
            }
            for (int i = 0; i < cycle; i++) {
                in.se();
            }
        }
        int references = in.ue();
        boolean gaps = in.flag();
        int macroblocksWide = in.ue() + 1;
        int macroblocksHigh = in.ue() + 1;
        boolean progressive = in.flag();
        if (frameNumBits > 16 || orderType > 2) {
            return new Verdict.Refused("frame numbering is out of range");
        }
        if (references > 16) {
            return new Verdict.Refused(references + " reference frames");
        }
        if (!progressive) {
            return new Verdict.Refused("the picture is interlaced");
        }
        if (macroblocksWide > LARGEST_SIDE / 16
                || macroblocksHigh > LARGEST_SIDE / 16
                || macroblocksWide * 16L * macroblocksHigh * 16L > LARGEST_AREA) {
            return new Verdict.Refused(
                    "a picture of " + macroblocksWide * 16L + "x" + macroblocksHigh * 16L + " is too large");
        }
        in.flag();
        int width = macroblocksWide * 16;
        int height = macroblocksHigh * 16;
        if (in.flag()) {
            long cropWidth = 2L * in.ue() + 2L * in.ue();
            long cropHeight = 2L * in.ue() + 2L * in.ue();
            if (cropWidth >= width || cropHeight >= height) {
                return new Verdict.Refused("nothing is left after cropping");
            }
            width -= (int) cropWidth;
            height -= (int) cropHeight;
        }
        in.flag();
        if (in.overrun()) {
            return new Verdict.Refused("it is truncated");
        }
        return new Verdict.Accepted(
                new SequenceParameterSet(id, profile, level, frameNumBits, references, gaps, width, height));
    }
}
