package dev.peercade.mediator.web;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.Globals;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps other sites' pages from acting through a browser that remembers a Basic password: a call that changes
/// something, and the push channel's handshake, must come from the mediator's own origin or from none (RFC 6454,
/// section 7). Programs send no Origin. A body of a kind that a page can send without asking first (Fetch, "simple
/// requests") is refused as well: an old browser may leave the Origin out.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class OriginFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<String> SIMPLE =
            List.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded");

    private final Set<String> allowed;
    private final ProblemWriter problems;

    OriginFilter(AccessSettings settings, ProblemWriter problems) {
        this.allowed = settings.origins();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean matters =
                !READING.contains(request.getMethod()) || CallPath.of(request).equals(MediatorApi.SIGNAL);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (matters && origin != null && !own(request).equals(normal(origin)) && !allowed.contains(normal(origin))) {
            problems.write(response, ProblemCode.FORBIDDEN, "Pages of other sites may not use this mediator.");
            return;
        }
        if (matters && simple(request.getContentType())) {
            problems.write(response, ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Forms and plain text are not accepted.");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean simple(@Nullable String contentType) {
        return contentType != null
                && SIMPLE.stream().anyMatch(contentType.strip().toLowerCase(Locale.ROOT)::startsWith);
    }

    /// Scheme, host and port as the client addressed them: of the headers of a proxy only where Tomcat's valve has
    /// found it trusted, and with the port from there too, which the valve leaves aside.
    private static String own(HttpServletRequest request) {
        String scheme = request.getScheme().toLowerCase(Locale.ROOT);
        boolean forwarded = Boolean.TRUE.equals(request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE));
        String host = forwarded ? request.getHeader("X-Forwarded-Host") : null;
        if (host == null) {
            host = request.getHeader(HttpHeaders.HOST);
        }
        String standard = scheme.equals("https") ? ":443" : ":80";
        String authority = normal(host);
        return scheme + "://"
                + (authority.endsWith(standard)
                        ? authority.substring(0, authority.length() - standard.length())
                        : authority);
    }

    private static String normal(@Nullable String origin) {
        return origin == null ? "" : origin.toLowerCase(Locale.ROOT);
    }
}
