package dev.peercade.peer.session;

import dev.peercade.model.session.Admission;

/// What a streamer offers.
///
/// @param replace whether an unfinished session of this account is finished first
public record StreamerSettings(
        String game, String title, Admission admission, boolean replace, Video video, ConnectOptions connect) {

    /// @param profileLevelId of the H.264 stream as in RFC 6184, section 8.1, such as `42e01f`
    /// @param kbps what the encoder may spend at most, 1000 bits a second
    public record Video(String profileLevelId, int kbps) {}
}
