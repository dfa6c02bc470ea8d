package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;

/// Run in a JVM of its own: times first handshakes, with or without a warm-up before them.
final class ColdStart {

    private ColdStart() {}

    /// @param arguments `warm` to warm up first
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        BouncyCastleDtls client = new BouncyCastleDtls();
        BouncyCastleDtls server = new BouncyCastleDtls();
        System.out.println("certificatesMs=" + millisSince(start));
        if (arguments.length > 0) {
            start = System.nanoTime();
            client.warmUp();
            System.out.println("warmUpMs=" + millisSince(start));
        }
        byte[] packet = RtpHeader.plain(true, 96, 1, 1, new Ssrc(1)).write(new byte[1000]);
        for (int i = 1; i <= 3; i++) {
            start = System.nanoTime();
            try (Wire wire = new Wire(client, server)) {
                byte[] sealed = wire.server.awaitKeys().protectRtp(packet);
                if (wire.client.awaitKeys().unprotectRtp(sealed) == null) {
                    throw new IllegalStateException("the keys do not fit");
                }
            }
            System.out.println("handshake" + i + "Ms=" + millisSince(start));
        }
        System.exit(0);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
