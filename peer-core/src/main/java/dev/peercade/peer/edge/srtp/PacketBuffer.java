package dev.peercade.peer.edge.srtp;

import java.util.Arrays;
import org.jitsi.utils.ByteArrayBuffer;

/// The library's view of a packet, in an array of our own.
final class PacketBuffer implements ByteArrayBuffer {

    private byte[] bytes;
    private int offset;
    private int length;

    /// @param room bytes that may be appended without another copy
    PacketBuffer(byte[] packet, int room) {
        bytes = Arrays.copyOf(packet, packet.length + room);
        length = packet.length;
    }

    byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getOffset() {
        return offset;
    }

    @Override
    public int getLength() {
        return length;
    }

    @Override
    public void setLength(int length) {
        this.length = length;
    }

    @Override
    public void setOffset(int offset) {
        this.offset = offset;
    }

    @Override
    public boolean isInvalid() {
        return false;
    }

    @Override
    public void readRegionToBuff(int from, int count, byte[] to) {
        System.arraycopy(bytes, offset + from, to, 0, count);
    }

    @Override
    public void grow(int by) {
        if (bytes.length < offset + length + by) {
            bytes = Arrays.copyOf(bytes, offset + length + by);
        }
    }

    @Override
    public void append(byte[] data, int count) {
        grow(count);
        System.arraycopy(data, 0, bytes, offset + length, count);
        length += count;
    }

    @Override
    public void shrink(int by) {
        length -= by;
    }
}
