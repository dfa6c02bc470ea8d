package dev.peercade.peer.media.planted;

import dev.peercade.peer.edge.dtls.BouncyCastleDtls;
import java.net.DatagramSocket;

/// Breaks each rule once, so that the architecture test can prove that they can fail.
public final class Violation {

    volatile long at;
    DatagramSocket socket;
    BouncyCastleDtls edge;
    dev.peercade.peer.edge.planted.Accomplice accomplice;
    org.bouncycastle.tls.TlsContext bouncyCastle;
    org.jitsi.srtp.SrtpPolicy srtp;
    org.ice4j.TransportAddress ice;
    okhttp3.OkHttpClient http;
    tools.jackson.databind.json.JsonMapper json;

    synchronized void read() {
        at = System.nanoTime();
    }
}
