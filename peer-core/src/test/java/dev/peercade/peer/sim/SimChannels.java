package dev.peercade.peer.sim;

import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/// Associations in virtual time: two messages, repeated every 100 ms, and a tag for cryptography. The real ones are
/// tested over real sockets; here they only have to take time and to get lost.
public final class SimChannels implements SecureChannel.Factory {

    private static final byte HANDSHAKE = 22;
    private static final byte ALERT = 21;
    private static final byte TAG = 0x5A;

    private final VirtualClock clock;
    private final Fingerprint fingerprint;

    public SimChannels(VirtualClock clock, String name) {
        this.clock = clock;
        this.fingerprint = Fingerprint.ofCertificate(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public Fingerprint localFingerprint() {
        return fingerprint;
    }

    @Override
    public SecureChannel open(HandshakeRole role, Fingerprint expectedPeer, Consumer<SecureChannel.Event> events) {
        Channel channel = new Channel(role, events);
        if (role == HandshakeRole.CLIENT) {
            channel.hello();
        }
        return channel;
    }

    private final class Channel implements SecureChannel {

        private final HandshakeRole role;
        private final Consumer<Event> events;
        private boolean established;
        private boolean closed;

        Channel(HandshakeRole role, Consumer<Event> events) {
            this.role = role;
            this.events = events;
        }

        void hello() {
            if (!established && !closed) {
                events.accept(new Event.Send(new byte[] {HANDSHAKE, 'C'}));
                clock.in(Duration.ofMillis(100), this::hello);
            }
        }

        @Override
        public void onDatagram(byte[] datagram) {
            if (closed) {
                return;
            }
            if (datagram[0] == ALERT) {
                closed = true;
                events.accept(new Event.Closed());
                return;
            }
            if (role == HandshakeRole.SERVER) {
                events.accept(new Event.Send(new byte[] {HANDSHAKE, 'S'}));
            }
            if (!established) {
                established = true;
                events.accept(new Event.Established(new Tagging()));
            }
        }

        @Override
        public void close() {
            if (established && !closed) {
                events.accept(new Event.Send(new byte[] {ALERT, 1}));
            }
            closed = true;
        }
    }

    private static final class Tagging implements SrtpTransform {

        @Override
        public byte[] protectRtp(byte[] packet) {
            byte[] tagged = Arrays.copyOf(packet, packet.length + 1);
            tagged[packet.length] = TAG;
            return tagged;
        }

        @Override
        public byte[] protectRtcp(byte[] packet) {
            return protectRtp(packet);
        }

        @Override
        public byte[] unprotectRtp(byte[] packet) {
            return packet[packet.length - 1] == TAG ? Arrays.copyOf(packet, packet.length - 1) : null;
        }

        @Override
        public byte[] unprotectRtcp(byte[] packet) {
            return unprotectRtp(packet);
        }
    }
}
