package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.wire.TransportAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What our endpoint says, as far as it is known now.
///
/// @param loopback whether loopback addresses may be told
/// @param hosts addresses of this machine
/// @param reflexive how a STUN server sees the socket, or null
/// @param relays addresses on relay nodes
record LocalEndpoint(
        Offer offer,
        boolean loopback,
        List<TransportAddress> hosts,
        @Nullable TransportAddress reflexive,
        List<Base> relays) {

    /// What an endpoint says beside the addresses.
    ///
    /// @param fingerprint of our certificate, as an endpoint spells it
    record Offer(IceCredentials credentials, MediaDescription media, String fingerprint) {}

    /// @param found addresses of this machine, of which some may be nobody's business
    LocalEndpoint at(List<TransportAddress> found, @Nullable TransportAddress seen) {
        return new LocalEndpoint(
                offer,
                loopback,
                found.stream()
                        .filter(address -> loopback || !address.isLoopback())
                        .toList(),
                seen != null && (loopback || !seen.isLoopback()) ? seen : null,
                relays);
    }

    LocalEndpoint withRelay(Base base) {
        List<Base> more = new ArrayList<>(relays);
        more.add(base);
        return new LocalEndpoint(offer, loopback, hosts, reflexive, List.copyOf(more));
    }

    LocalEndpoint withoutRelay(Base base) {
        return new LocalEndpoint(
                offer,
                loopback,
                hosts,
                reflexive,
                relays.stream().filter(other -> !other.equals(base)).toList());
    }

    /// Host and port are for peers that know no candidates: the reflexive address, or else a relayed one.
    Endpoint toEndpoint() {
        TransportAddress plain = reflexive;
        if (plain == null && hosts.isEmpty() && !relays.isEmpty()) {
            plain = relays.getFirst().relayed();
        }
        return new Endpoint(
                plain == null ? null : LocalCandidates.literal(plain),
                plain == null ? null : plain.port(),
                LocalCandidates.of(hosts, reflexive, relays),
                offer.credentials.userFragment(),
                offer.credentials.password(),
                offer.fingerprint,
                offer.media,
                null);
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "LocalEndpoint[redacted]";
    }
}
