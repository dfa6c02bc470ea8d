package dev.peercade.media;

final class H264Decoder {
    static VideoDecoder open() throws MediaException {
        throw new MediaException(MediaException.DECODER_FAILED, "Not built yet.", "");
    }
}
