package dev.peercade.peer.punch.turn;

import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;

/// What a client asks of a TURN server.
sealed interface TurnRequest {

    int method();

    /// What the request says beside who asks.
    void write(StunWriter writer);

    /// @param v6 whether an IPv6 address is asked for (RFC 8656, section 7.1)
    record Allocate(boolean v6) implements TurnRequest {

        /// IANA's number of UDP, in the first of 4 bytes.
        private static final long UDP = 17L << 24;

        private static final long IPV6 = 2L << 24;

        @Override
        public int method() {
            return StunMessage.ALLOCATE;
        }

        @Override
        public void write(StunWriter writer) {
            writer.int32(StunAttribute.REQUESTED_TRANSPORT, UDP);
            if (v6) {
                writer.int32(StunAttribute.REQUESTED_ADDRESS_FAMILY, IPV6);
            }
        }
    }

    /// @param lifetimeSeconds 0 ends the allocation
    record Refresh(long lifetimeSeconds) implements TurnRequest {

        @Override
        public int method() {
            return StunMessage.REFRESH;
        }

        @Override
        public void write(StunWriter writer) {
            writer.int32(StunAttribute.LIFETIME, lifetimeSeconds);
        }
    }

    /// Lets all ports of the peer's address in.
    record Permit(TransportAddress peer) implements TurnRequest {

        @Override
        public int method() {
            return StunMessage.CREATE_PERMISSION;
        }

        @Override
        public void write(StunWriter writer) {
            writer.address(StunAttribute.XOR_PEER_ADDRESS, peer);
        }
    }

    /// Spares the 36 bytes around each datagram to and from this peer.
    record Bind(TransportAddress peer, int channel) implements TurnRequest {

        @Override
        public int method() {
            return StunMessage.CHANNEL_BIND;
        }

        @Override
        public void write(StunWriter writer) {
            writer.int32(StunAttribute.CHANNEL_NUMBER, (long) channel << 16)
                    .address(StunAttribute.XOR_PEER_ADDRESS, peer);
        }
    }
}
