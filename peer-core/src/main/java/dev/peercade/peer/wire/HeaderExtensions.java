package dev.peercade.peer.wire;

import dev.peercade.peer.wire.RtpHeader.Extension;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The block of RTP header extensions (RFC 8285, sections 4.2 and 4.3).
final class HeaderExtensions {

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int ONE_BYTE_ID_MAX = 14;
    private static final int ONE_BYTE_DATA_MAX = 16;

    private HeaderExtensions() {}

    /// What can be read before the block's end or its first flaw; the packet's payload is good regardless.
    static List<Extension> read(int profile, ByteBuffer block) {
        // The low four bits of the two-byte form are the application's own.
        boolean twoByte = (profile & 0xFFF0) == TWO_BYTE_PROFILE;
        if (!twoByte && profile != ONE_BYTE_PROFILE) {
            return List.of();
        }
        List<Extension> extensions = new ArrayList<>();
        while (block.hasRemaining()) {
            int first = block.get() & 0xFF;
            if (first == 0) {
                continue;
            }
            int id;
            int length;
            if (twoByte) {
                if (!block.hasRemaining()) {
                    break;
                }
                id = first;
                length = block.get() & 0xFF;
            } else {
                id = first >> 4;
                length = (first & 0x0F) + 1;
                // "If the ID value 15 is used, its length field should be ignored, processing of the entire extension
                // should terminate at that point" (section 4.2).
                if (id == 15 || id == 0) {
                    break;
                }
            }
            if (length > block.remaining()) {
                break;
            }
            byte[] data = new byte[length];
            block.get(data);
            extensions.add(new Extension(id, data));
        }
        return List.copyOf(extensions);
    }

    /// Empty for none; else with its 4-byte header and padded to a multiple of 4 bytes.
    static byte[] write(List<Extension> extensions) {
        if (extensions.isEmpty()) {
            return new byte[0];
        }
        boolean twoByte = extensions.stream()
                .anyMatch(extension -> extension.id() > ONE_BYTE_ID_MAX
                        || extension.data().length == 0
                        || extension.data().length > ONE_BYTE_DATA_MAX);
        int bytes = extensions.stream()
                .mapToInt(extension -> (twoByte ? 2 : 1) + extension.data().length)
                .sum();
        int words = (bytes + 3) / 4;
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * words);
        out.putShort((short) (twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE)).putShort((short) words);
        for (Extension extension : extensions) {
            int length = extension.data().length;
            if (twoByte) {
                out.put((byte) extension.id()).put((byte) length);
            } else {
                out.put((byte) (extension.id() << 4 | (length - 1)));
            }
            out.put(extension.data());
        }
        return out.array();
    }
}
