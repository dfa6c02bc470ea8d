package dev.peercade.peer.secure;

/// DTLS roles. The viewer is always the client, the streamer always the server.
public enum HandshakeRole {
    CLIENT,
    SERVER
}
