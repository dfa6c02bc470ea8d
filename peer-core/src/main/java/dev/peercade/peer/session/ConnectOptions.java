package dev.peercade.peer.session;

/// How a session connects.
///
/// @param push whether the push channel is used beside the polls
/// @param relayOnly whether all goes by way of relays, so that no address of this peer reaches the other side
public record ConnectOptions(boolean push, boolean relayOnly) {

    public static final ConnectOptions NORMAL = new ConnectOptions(true, false);
}
