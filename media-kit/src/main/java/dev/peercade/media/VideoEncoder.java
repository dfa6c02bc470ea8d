package dev.peercade.media;

/// Low-latency H.264: constrained baseline, no reordering, one picture in, one out, at once. Keyframes come first, on
/// request and at least every ten seconds. [#encode(RawFrame)] belongs to one thread, which also closes; the other
/// methods may be called from any.
public interface VideoEncoder extends AutoCloseable {

    /// @throws MediaException `encoder-failed`
    static VideoEncoder open(EncoderSettings settings) throws MediaException {
        return H264Encoder.open(settings);
    }

    /// The six hexadecimal digits of RFC 6184 section 8.1, such as `42e01f`, as the stream's own SPS says.
    String profileLevelId();

    /// Size of the coded pictures.
    Size size();

    /// Makes the next picture an IDR picture.
    void requestKeyframe();

    /// Changes the target bit rate from the next picture on, without a keyframe.
    ///
    /// @param kbps 1000 bits a second, 50 to 200000
    void bitrate(int kbps);

    /// Converts, scales and encodes.
    ///
    /// @throws MediaException `encoder-failed`
    EncodedPicture encode(RawFrame frame) throws MediaException;

    @Override
    void close();
}
