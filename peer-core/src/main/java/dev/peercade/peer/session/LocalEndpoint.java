package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayLatency;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.wire.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What our endpoint says, as far as it is known now.
///
/// @param loopback whether loopback addresses may be told
/// @param hosts addresses of this machine
/// @param reflexive how a STUN server sees the socket, or null
/// @param relays addresses on relay nodes
/// @param latencies to relay nodes, as measured
record LocalEndpoint(
        Offer offer,
        boolean loopback,
        List<TransportAddress> hosts,
        @Nullable TransportAddress reflexive,
        List<Base> relays,
        List<RelayLatency> latencies) {

    /// What an endpoint says beside the addresses.
    ///
    /// @param fingerprint of our certificate, as an endpoint spells it
    /// @param hidden whether only addresses on relays are told
    record Offer(IceCredentials credentials, MediaDescription media, String fingerprint, boolean hidden) {}

    /// The same for a peer whose addresses are nobody's business.
    LocalEndpoint hidden() {
        Offer secret = new Offer(offer.credentials, offer.media, offer.fingerprint, true);
        return new LocalEndpoint(secret, loopback, hosts, reflexive, relays, latencies);
    }

    /// @param found addresses of this machine, of which some may be nobody's business
    LocalEndpoint at(List<TransportAddress> found, @Nullable TransportAddress seen) {
        return new LocalEndpoint(
                offer,
                loopback,
                found.stream()
                        .filter(address -> loopback || !address.isLoopback())
                        .toList(),
                seen != null && (loopback || !seen.isLoopback()) ? seen : null,
                relays,
                latencies);
    }

    /// The nearest of these.
    LocalEndpoint withLatencies(Map<UUID, Double> measured) {
        List<RelayLatency> nearest = measured.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(Endpoint.RELAY_LATENCIES_MAX)
                .map(entry -> new RelayLatency(entry.getKey(), entry.getValue()))
                .toList();
        return new LocalEndpoint(offer, loopback, hosts, reflexive, relays, nearest);
    }

    LocalEndpoint withRelay(Base base) {
        List<Base> more = new ArrayList<>(relays);
        more.add(base);
        return new LocalEndpoint(offer, loopback, hosts, reflexive, List.copyOf(more), latencies);
    }

    LocalEndpoint withoutRelay(Base base) {
        return new LocalEndpoint(
                offer,
                loopback,
                hosts,
                reflexive,
                relays.stream().filter(other -> !other.equals(base)).toList(),
                latencies);
    }

    /// Host and port are for peers that know no candidates: the reflexive address, or else a relayed one.
    Endpoint toEndpoint() {
        List<TransportAddress> told = offer.hidden ? List.of() : hosts;
        TransportAddress seen = offer.hidden ? null : reflexive;
        TransportAddress plain = seen;
        if (plain == null && told.isEmpty() && !relays.isEmpty()) {
            plain = relays.getFirst().relayed();
        }
        return new Endpoint(
                plain == null ? null : LocalCandidates.literal(plain),
                plain == null ? null : plain.port(),
                LocalCandidates.of(told, seen, relays),
                offer.credentials.userFragment(),
                offer.credentials.password(),
                offer.fingerprint,
                offer.media,
                latencies.isEmpty() ? null : latencies,
                null,
                null);
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "LocalEndpoint[redacted]";
    }
}
