package dev.peercade.node;

import org.jspecify.annotations.Nullable;

/// What `/server_info` says.
///
/// @param version of the agent
/// @param speedtestBytesMax of one download or upload
record ServerInfo(
        String version,
        @Nullable String ipv4,
        @Nullable String ipv6,
        int port,
        @Nullable Integer tlsPort,
        int agentPort,
        Load load,
        Limits limits,
        long speedtestBytesMax) {

    /// @param turnRunning whether coturn runs now
    /// @param allocations now, or null where that is not known
    record Load(boolean turnRunning, @Nullable Integer allocations, int speedtests) {}

    /// @param mbit of all relaying together, or null where the network decides
    record Limits(int allocations, @Nullable Integer mbit, int speedtests) {}
}
