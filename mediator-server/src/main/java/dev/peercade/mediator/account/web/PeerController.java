package dev.peercade.mediator.account.web;

import dev.peercade.mediator.account.AccountService;
import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.RegistrationLimit;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.Peer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Registration.
@RestController
final class PeerController {

    private static final List<String> TRACES_OF_PROXIES = List.of(
            "Forwarded",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-By",
            "X-Real-IP");

    private final AccountService accounts;
    private final RegistrationLimit limit;

    PeerController(AccountService accounts, RegistrationLimit limit) {
        this.accounts = accounts;
        this.limit = limit;
    }

    @PostMapping(path = MediatorApi.PEERS, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Peer register(@RequestBody NewPeer peer, HttpServletRequest request) {
        Address address = Address.of(request.getRemoteAddr());
        limit.take(address);
        return accounts.register(peer, address, fromThisMachine(request));
    }

    /// From loopback, or to an address of this machine from that very one, as when the mediator is bound to it. A
    /// proxy on this machine speaks from there for anyone, so whoever leaves a proxy's trace is not local.
    private static boolean fromThisMachine(HttpServletRequest request) {
        try {
            InetAddress from = InetAddress.ofLiteral(request.getRemoteAddr());
            return (from.isLoopbackAddress() || from.equals(InetAddress.ofLiteral(request.getLocalAddr())))
                    && TRACES_OF_PROXIES.stream().allMatch(name -> request.getHeader(name) == null);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
