package dev.peercade.testbed;

import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/// One end of a stream of libwebrtc's, which does what [LinkStreamer] and [LinkViewer] do. Descriptions go over
/// standard input and output, in Base64, since they have lines.
final class LibwebrtcLinkPeer {

    private LibwebrtcLinkPeer() {}

    /// @param args `send`, the clip, 1000 bits a second at most; or `receive`
    public static void main(String... args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args[0].equals("send")) {
            send(in, Path.of(args[1]), Integer.parseInt(args[2]));
        } else {
            receive(in);
        }
        // The library's threads do not always end.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void send(BufferedReader in, Path file, int kbps) throws Exception {
        PictureLog log = new PictureLog();
        try (LibwebrtcPeer peer = LibwebrtcPeer.openWithAll(RTCRtpTransceiverDirection.SEND_ONLY)) {
            tell(peer.offer());
            peer.accept(read(in).spending(kbps));
            // When the other end is connected.
            in.readLine();
            byte[] picture = new byte[NumberedClip.PICTURE_BYTES];
            long start = System.nanoTime();
            try (InputStream clip = NumberedClip.open(file)) {
                for (int number = 0; NumberedClip.read(clip, picture); number++) {
                    long due = start + number * 1_000_000_000L / NumberedClip.FPS;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    log.on(number);
                    VideoFrame frame = new VideoFrame(buffer(picture), System.nanoTime());
                    peer.feed(frame);
                    frame.release();
                }
            }
            log.tell();
            System.err.println(peer.outbound());
            in.readLine();
        }
    }

    private static NativeI420Buffer buffer(byte[] picture) {
        NativeI420Buffer buffer = NativeI420Buffer.allocate(NumberedClip.WIDTH, NumberedClip.HEIGHT);
        int at = 0;
        at = rows(picture, at, buffer.getDataY(), buffer.getStrideY(), NumberedClip.WIDTH, NumberedClip.HEIGHT);
        at = rows(picture, at, buffer.getDataU(), buffer.getStrideU(), NumberedClip.WIDTH / 2, NumberedClip.HEIGHT / 2);
        rows(picture, at, buffer.getDataV(), buffer.getStrideV(), NumberedClip.WIDTH / 2, NumberedClip.HEIGHT / 2);
        return buffer;
    }

    private static int rows(byte[] from, int start, ByteBuffer to, int stride, int width, int height) {
        int at = start;
        for (int y = 0; y < height; y++, at += width) {
            to.put(y * stride, from, at, width);
        }
        return at;
    }

    private static void receive(BufferedReader in) throws Exception {
        PictureLog log = new PictureLog();
        try (LibwebrtcPeer peer = LibwebrtcPeer.openWithAll(RTCRtpTransceiverDirection.RECV_ONLY)) {
            tell(peer.answer(read(in)));
            peer.watch(frame -> {
                I420Buffer picture = frame.buffer.toI420();
                ByteBuffer luma = picture.getDataY();
                int stride = picture.getStrideY();
                int number = NumberedClip.number(picture.getWidth(), (x, y) -> luma.get(y * stride + x) & 0xFF);
                if (number >= 0) {
                    log.on(number);
                }
                picture.release();
            });
            in.readLine();
            System.err.println(peer.inbound());
            log.tell();
        }
    }

    private static void tell(Sdp description) {
        System.out.println("{\"event\":\"description\",\"sdp\":\""
                + Base64.getEncoder().encodeToString(description.text().getBytes(StandardCharsets.UTF_8)) + "\"}");
    }

    private static Sdp read(BufferedReader in) throws Exception {
        return new Sdp(new String(Base64.getDecoder().decode(in.readLine()), StandardCharsets.UTF_8));
    }
}
