package dev.peercade.media;

final class H264Encoder {
    static VideoEncoder open(EncoderSettings settings) throws MediaException {
        throw new MediaException(MediaException.ENCODER_FAILED, "Not built yet.", "");
    }
}
