package dev.peercade.peer.media.packetize;

import java.util.ArrayList;
import java.util.List;

/// NAL units of H.264 and the numbers around them.
final class NalUnits {

    /// ITU-T H.264, table 7-1.
    static final int TYPE_IDR = 5;

    static final int TYPE_SEI = 6;
    static final int TYPE_SPS = 7;
    static final int TYPE_PPS = 8;
    static final int TYPE_DELIMITER = 9;
    static final int TYPE_FILLER = 12;

    /// RFC 6184, section 5.4.
    static final int TYPE_STAP_A = 24;

    static final int TYPE_FU_A = 28;

    static final byte[] START_CODE = {0, 0, 0, 1};

    private NalUnits() {}

    /// @param offset of the NAL unit's header in the byte stream
    record Slice(int offset, int length) {}

    /// Where the NAL units of a byte stream lie (Annex B): between start codes, without their trailing zeros.
    static List<Slice> find(byte[] annexB) {
        List<Slice> slices = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at + 2 < annexB.length) {
            // A start code ends with 1, so a byte above 1 rules out all three places that it could take.
            if (annexB[at + 2] < 0 || annexB[at + 2] > 1) {
                at += 3;
            } else if (annexB[at] == 0 && annexB[at + 1] == 0 && annexB[at + 2] == 1) {
                add(slices, annexB, start, at);
                start = at + 3;
                at += 3;
            } else {
                at++;
            }
        }
        add(slices, annexB, start, annexB.length);
        return slices;
    }

    private static void add(List<Slice> slices, byte[] annexB, int start, int end) {
        if (start < 0) {
            return;
        }
        int last = end;
        while (last > start && annexB[last - 1] == 0) {
            last--;
        }
        if (last > start) {
            slices.add(new Slice(start, last - start));
        }
    }

    static int type(byte header) {
        return header & 0x1F;
    }
}
