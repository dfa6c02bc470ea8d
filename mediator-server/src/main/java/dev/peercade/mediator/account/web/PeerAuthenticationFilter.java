package dev.peercade.mediator.account.web;

import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.PasswordLogin;
import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.account.TokenService;
import dev.peercade.mediator.web.CallPath;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.mediator.web.ProblemWriter;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.TokenKind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out who asks: HTTP Basic everywhere (RFC 7617), an access token everywhere but at `POST /tokens`, a device
/// token only there (RFC 6750). Keeps nothing between two calls.
public final class PeerAuthenticationFilter extends OncePerRequestFilter {

    /// Sees metrics and administration.
    public static final String OPERATOR = "OPERATOR";

    private static final Logger log = LoggerFactory.getLogger(PeerAuthenticationFilter.class);
    private static final int BASIC_CHARS_MAX = 2_048;

    private final PasswordLogin passwords;
    private final TokenService tokens;
    private final ProblemWriter problems;

    public PeerAuthenticationFilter(PasswordLogin passwords, TokenService tokens, ProblemWriter problems) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            try {
                remember(authenticate(header, request));
            } catch (ProblemException e) {
                problems.write(response, e);
                return;
            } catch (DataAccessException e) {
                log.warn("The database does not answer: {}", e.getClass().getSimpleName());
                problems.write(response, ProblemCode.UNAVAILABLE, "The mediator's database does not answer.");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private PeerPrincipal authenticate(String header, HttpServletRequest request) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        String credentials = space < 0 ? "" : header.substring(space + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(credentials, request);
            case "bearer" -> bearer(credentials, request);
            default ->
                throw new ProblemException(
                        ProblemCode.UNAUTHENTICATED, "Sign in by HTTP Basic or with a bearer token.");
        };
    }

    private PeerPrincipal basic(String credentials, HttpServletRequest request) {
        String decoded = credentials.length() > BASIC_CHARS_MAX ? ":" : decode(credentials);
        int colon = decoded.indexOf(':');
        String userName = colon < 0 ? decoded : decoded.substring(0, colon);
        String password = colon < 0 ? "" : decoded.substring(colon + 1);
        return passwords.login(userName, password, Address.of(request.getRemoteAddr()));
    }

    private PeerPrincipal bearer(String secret, HttpServletRequest request) {
        boolean issuing =
                request.getMethod().equals("POST") && CallPath.of(request).equals(MediatorApi.TOKENS);
        return tokens.authenticate(secret, issuing ? TokenKind.DEVICE : TokenKind.ACCESS)
                .map(tokens::principal)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNAUTHENTICATED, "The token is unknown, has expired or is not good for this."));
    }

    private static String decode(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ":";
        }
    }

    private static void remember(PeerPrincipal peer) {
        List<SimpleGrantedAuthority> roles =
                peer.operator() ? List.of(new SimpleGrantedAuthority("ROLE_" + OPERATOR)) : List.of();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(peer, null, roles));
        SecurityContextHolder.setContext(context);
    }
}
