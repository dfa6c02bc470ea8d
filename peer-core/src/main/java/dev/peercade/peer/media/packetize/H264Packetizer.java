package dev.peercade.peer.media.packetize;

import dev.peercade.peer.media.fec.FlexFecEncoder;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.NalUnits.Slice;
import java.util.ArrayList;
import java.util.List;

/// Cuts pictures into RTP payloads by packetization mode 1 of RFC 6184: single NAL units (section 5.6), parameter
/// sets together in a STAP-A (section 5.7.1), and FU-A fragments for what is too long (section 5.8). Without state,
/// so one serves every viewer.
public final class H264Packetizer {

    /// UDP payload that passes every common path: the IPv6 minimum of 1280 less headers and a tunnel's.
    public static final int UDP_PAYLOAD_MAX = 1200;

    /// Room for header extensions: 4 bytes of block header, a transport-wide sequence number (3) and an absolute
    /// capture time (17).
    private static final int EXTENSION_ROOM = 24;

    private static final int RTP_HEADER = 12;

    /// The longest of the agreed profiles: AEAD_AES_128_GCM has 16 bytes, HMAC_SHA1_80 has 10.
    private static final int SRTP_TAG = 16;

    /// A parity packet holds a whole packet but for its fixed header, and says what it stands for.
    private static final int PARITY_ROOM = FlexFecEncoder.OVERHEAD_MAX + 8;

    public static final int PAYLOAD_MAX = UDP_PAYLOAD_MAX - RTP_HEADER - EXTENSION_ROOM - PARITY_ROOM - SRTP_TAG;

    private static final int FU_HEADERS = 2;
    private static final int START_BIT = 0x80;
    private static final int END_BIT = 0x40;

    private final int payloadMax;

    /// @param payloadMax bytes of RTP payload, more than 2
    public H264Packetizer(int payloadMax) {
        if (payloadMax <= FU_HEADERS) {
            throw new IllegalArgumentException("no room for a fragment in " + payloadMax + " bytes");
        }
        this.payloadMax = payloadMax;
    }

    public H264Packetizer() {
        this(PAYLOAD_MAX);
    }

    /// Access unit delimiters and filler stay behind: RTP's marker and timestamp say what they would.
    ///
    /// @throws IllegalArgumentException when the picture has no NAL unit to send
    public PacketizedFrame packetize(AccessUnit picture) {
        byte[] stream = picture.annexB();
        List<byte[]> payloads = new ArrayList<>();
        List<Slice> parameterSets = new ArrayList<>();
        for (Slice nal : NalUnits.find(stream)) {
            int type = NalUnits.type(stream[nal.offset()]);
            if (type == NalUnits.TYPE_DELIMITER || type == NalUnits.TYPE_FILLER) {
                continue;
            }
            boolean small = type == NalUnits.TYPE_SPS || type == NalUnits.TYPE_PPS || type == NalUnits.TYPE_SEI;
            if (!small || aggregateLength(parameterSets) + 2 + nal.length() > payloadMax) {
                flush(parameterSets, stream, payloads);
            }
            if (small && 3 + nal.length() <= payloadMax) {
                parameterSets.add(nal);
            } else if (nal.length() <= payloadMax) {
                payloads.add(copy(stream, nal));
            } else {
                fragment(stream, nal, payloads);
            }
        }
        flush(parameterSets, stream, payloads);
        if (payloads.isEmpty()) {
            throw new IllegalArgumentException("no NAL unit in an access unit of " + stream.length + " bytes");
        }
        return new PacketizedFrame(List.copyOf(payloads), picture.keyframe(), picture.capturedAt());
    }

    private static int aggregateLength(List<Slice> slices) {
        return 1 + slices.stream().mapToInt(slice -> 2 + slice.length()).sum();
    }

    private static byte[] copy(byte[] stream, Slice nal) {
        byte[] payload = new byte[nal.length()];
        System.arraycopy(stream, nal.offset(), payload, 0, nal.length());
        return payload;
    }

    private static void flush(List<Slice> slices, byte[] stream, List<byte[]> payloads) {
        if (slices.size() == 1) {
            payloads.add(copy(stream, slices.getFirst()));
        } else if (slices.size() > 1) {
            byte[] payload = new byte[aggregateLength(slices)];
            int importance = 0;
            int at = 1;
            for (Slice nal : slices) {
                payload[at++] = (byte) (nal.length() >> 8);
                payload[at++] = (byte) nal.length();
                System.arraycopy(stream, nal.offset(), payload, at, nal.length());
                at += nal.length();
                importance = Math.max(importance, stream[nal.offset()] & 0x60);
            }
            // "The value of NRI MUST be the maximum of all the NAL units carried" (section 5.7).
            payload[0] = (byte) (importance | NalUnits.TYPE_STAP_A);
            payloads.add(payload);
        }
        slices.clear();
    }

    private void fragment(byte[] stream, Slice nal, List<byte[]> payloads) {
        byte header = stream[nal.offset()];
        int at = nal.offset() + 1;
        int end = nal.offset() + nal.length();
        // Fragments of equal size: a last one of a few bytes would cost a packet for nothing either way, and equal ones
        // make forward error correction cheap.
        int fragments = (nal.length() - 1 + payloadMax - FU_HEADERS - 1) / (payloadMax - FU_HEADERS);
        for (int left = fragments; left > 0; left--) {
            int bytes = (end - at + left - 1) / left;
            byte[] payload = new byte[FU_HEADERS + bytes];
            payload[0] = (byte) ((header & 0xE0) | NalUnits.TYPE_FU_A);
            payload[1] =
                    (byte) ((left == fragments ? START_BIT : 0) | (left == 1 ? END_BIT : 0) | NalUnits.type(header));
            System.arraycopy(stream, at, payload, FU_HEADERS, bytes);
            payloads.add(payload);
            at += bytes;
        }
    }
}
