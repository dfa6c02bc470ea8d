package dev.peercade.mediator.account;

import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.NewPeer;
import java.time.Duration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;

/// Checks user name and password. Unknown name and wrong password get the same answer after the same work: Spring's
/// provider hashes against a dummy of the same algorithm where there is no account.
@Service
public class PasswordLogin {

    private final DaoAuthenticationProvider provider;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle = new LoginThrottle(System::nanoTime);
    private final HashingGate gate =
            new HashingGate(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final AccessSettings settings;

    PasswordLogin(DBPeerUserDetailsService accounts, PasswordEncoder encoder, AccessSettings settings) {
        this.encoder = encoder;
        this.settings = settings;
        this.provider = new DaoAuthenticationProvider(accounts);
        provider.setPasswordEncoder(encoder);
        provider.setUserDetailsPasswordService(accounts);
        // Makes the dummy hash now: else the first unknown name would take twice as long as later ones.
        provider.afterPropertiesSet();
        warmUp();
    }

    /// @throws ProblemException UNAUTHENTICATED, TOO_MANY_REQUESTS or UNAVAILABLE
    public PeerPrincipal login(String userName, String password, Address address) {
        // Before the queue, so that a guesser costs next to nothing, and after it, so that many at once do not slip by.
        requireNoWait(userName, address);
        return gate.pass(address, throttle.known(userName, address), () -> {
            requireNoWait(userName, address);
            return check(userName, password, address);
        });
    }

    /// The hash under which a new password is kept.
    public String hash(String password, Address address) {
        return gate.pass(address, null, () -> String.valueOf(encoder.encode(password)));
    }

    private PeerPrincipal check(String userName, String password, Address address) {
        // No account has a longer one, and hashing it would only cost time.
        String bounded = password.length() > NewPeer.PASSWORD_MAX ? "" : password;
        try {
            Authentication done =
                    provider.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(userName, bounded));
            throttle.succeeded(userName, address);
            if (!(done.getPrincipal() instanceof PeerUserDetails(StoredPeer peer))) {
                throw new IllegalStateException("accounts come from DBPeerUserDetailsService");
            }
            return new PeerPrincipal(peer.id(), peer.userName(), settings.isOperator(peer.userName()), null);
        } catch (org.springframework.security.authentication.InternalAuthenticationServiceException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        } catch (AuthenticationException e) {
            throttle.failed(userName, address);
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "The user name or the password is wrong.");
        }
    }

    private void requireNoWait(String userName, Address address) {
        Duration wait = throttle.waitFor(userName, address);
        if (!wait.isZero()) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_REQUESTS, "Too many wrong passwords from this address.", wait);
        }
    }

    /// The first hashes of a process run interpreted and would tell an early caller apart.
    private void warmUp() {
        String hash = String.valueOf(encoder.encode("warm-up"));
        encoder.matches("other", hash);
    }
}
