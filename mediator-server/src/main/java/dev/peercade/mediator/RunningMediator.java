package dev.peercade.mediator;

import dev.peercade.mediator.config.ListenAddress;
import dev.peercade.mediator.config.ServerCertificate;
import dev.peercade.mediator.config.Transport;
import dev.peercade.mediator.stun.StunResponder;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/// A mediator that answers. Whoever has started it closes it, also when the process is asked to end: only they know
/// what else has to end first.
public final class RunningMediator implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final StartedParts parts;
    private final URI uri;
    private final @Nullable ServerCertificate certificate;
    private final int stunPort;

    RunningMediator(
            ConfigurableApplicationContext context,
            StartedParts parts,
            ListenAddress listen,
            Transport transport,
            @Nullable StunResponder stun) {
        this.context = context;
        this.parts = parts;
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        this.uri = URI.create(transport.scheme() + "://" + listen.hostForUri() + ":" + port);
        this.certificate = transport.certificate();
        this.stunPort = stun == null ? 0 : stun.port();
    }

    /// Where the API is, as a program on this machine reaches it; without a path.
    public URI uri() {
        return uri;
    }

    /// UDP; 0 where there is no STUN responder.
    public int stunPort() {
        return stunPort;
    }

    /// What clients compare when the mediator has made its certificate itself: `sha-256 AB:CD:...`.
    public Optional<String> pin() {
        return Optional.ofNullable(certificate)
                .filter(ServerCertificate::selfSigned)
                .map(ServerCertificate::pin);
    }

    /// A part of the running server; for tests of this module.
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Blocks until everything has ended, the database last.
    @Override
    public void close() {
        parts.close();
    }
}
