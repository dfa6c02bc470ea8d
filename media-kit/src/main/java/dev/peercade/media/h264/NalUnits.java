package dev.peercade.media.h264;

import java.util.ArrayList;
import java.util.List;

/// Finds NAL units in a byte stream (H.264 Annex B).
public final class NalUnits {

    public static final int SLICE = 1;
    public static final int IDR_SLICE = 5;
    public static final int SPS = 7;
    public static final int PPS = 8;

    /// More units than this in one access unit is no picture: 8160 macroblocks of 1080p would allow a slice each,
    /// real encoders make at most a few dozen.
    static final int MOST_UNITS = 1024;

    private NalUnits() {}

    /// A NAL unit without its start code.
    ///
    /// @param offset of the NAL header byte in the stream
    /// @param length in bytes, at least 1
    /// @param type nal_unit_type, 0 to 31
    /// @param reference nal_ref_idc, 0 to 3
    public record Unit(int offset, int length, int type, int reference) {}

    /// Splits a byte stream at its start codes; trailing zero bytes belong to no unit. At most [#MOST_UNITS] + 1
    /// units are returned.
    public static List<Unit> split(byte[] stream) {
        var units = new ArrayList<Unit>();
        int start = next(stream, 0);
        while (start < stream.length && units.size() <= MOST_UNITS) {
            int next = next(stream, start);
            int end = next == stream.length && !startCodeBefore(stream, next) ? next : next - 3;
            while (end > start && stream[end - 1] == 0) {
                end--;
            }
            if (end > start) {
                int header = stream[start];
                units.add(new Unit(start, end - start, header & 0x1f, header >> 5 & 3));
            }
            start = next;
        }
        return units;
    }

    private static boolean startCodeBefore(byte[] stream, int at) {
        return at >= 3 && stream[at - 1] == 1 && stream[at - 2] == 0 && stream[at - 3] == 0;
    }

    /// The index after the next start code `00 00 01` at or after `from`, or the stream's length.
    private static int next(byte[] stream, int from) {
        // Looking at every third byte first: most are greater than 1.
        int i = from + 2;
        while (i < stream.length) {
            if (stream[i] > 1 || stream[i] < 0) {
                i += 3;
            } else if (stream[i] == 0) {
                i++;
            } else if (stream[i - 1] == 0 && stream[i - 2] == 0) {
                return i + 1;
            } else {
                i += 3;
            }
        }
        return stream.length;
    }
}
