package dev.peercade.mediator;

import java.net.URI;
import org.springframework.context.ConfigurableApplicationContext;

/// A mediator that answers. It is closed by [#close()] or by the end of the process, whichever comes first.
public final class RunningMediator implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final StartedParts parts;
    private final Thread hook;

    RunningMediator(ConfigurableApplicationContext context, StartedParts parts) {
        this.context = context;
        this.parts = parts;
        this.hook = new Thread(parts::close, "mediator-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Where the API is, as a program on this machine reaches it.
    public URI uri() {
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        return URI.create("http://127.0.0.1:" + port);
    }

    /// UDP; 0 where there is no STUN responder.
    public int stunPort() {
        return 0;
    }

    /// A part of the running server; for tests of this module.
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// Blocks until everything has ended, the database last.
    @Override
    public void close() {
        parts.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; the hook finds nothing left to do.
            return;
        }
    }
}
