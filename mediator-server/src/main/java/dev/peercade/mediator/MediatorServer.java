package dev.peercade.mediator;

import dev.peercade.mediator.config.DataDirectory;
import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.config.EmbeddedPostgres;
import dev.peercade.mediator.config.ListenAddress;
import dev.peercade.mediator.config.RecordKey;
import dev.peercade.mediator.config.ServerCertificate;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import dev.peercade.mediator.config.Transport;
import dev.peercade.mediator.relay.RecordSigner;
import dev.peercade.mediator.stun.StunResponder;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The mediator as a Spring application, and the way to start one inside a program.
@SpringBootApplication
public class MediatorServer {

    private static final Logger LOG = LoggerFactory.getLogger(MediatorServer.class);

    /// Blocks until the mediator answers. What a person can get wrong is looked at first, the database comes
    /// next, and the web server last, so that nobody meets a mediator that is half up.
    ///
    /// @throws StartException when it cannot; its message and its remedy are sentences for a person
    public static RunningMediator start(ServerSettings settings) throws StartException {
        StartedParts parts = new StartedParts();
        try {
            ListenAddress listen = ListenAddress.of(settings.listen().bind());
            listen.requireFreeTcp(settings.listen().port());
            DataDirectory directory =
                    parts.add(DataDirectory.open(settings.folders().data()));
            Transport transport = Transport.of(settings.tls(), listen, directory);
            StunResponder stun = stun(listen, settings.listen().stun(), parts);
            Supplier<DatabaseAddress> database = database(settings, directory, parts);
            RecordSigner signer = new RecordSigner(RecordKey.own(directory));
            Singletons singletons = new Singletons(settings, database, stun, signer);
            ConfigurableApplicationContext context =
                    parts.add(run(properties(settings, directory, transport), singletons));
            RunningMediator mediator = new RunningMediator(context, parts, listen, transport, stun);
            tell(mediator, transport);
            return mediator;
        } catch (RuntimeException e) {
            parts.close();
            throw asStartException(e);
        } catch (StartException e) {
            parts.close();
            throw e;
        }
    }

    /// What exists before Spring does and is injected like any bean.
    private record Singletons(
            ServerSettings settings,
            Supplier<DatabaseAddress> database,
            @Nullable StunResponder stun,
            RecordSigner signer) {}

    /// The embedded database starts while Spring reads its configuration; the first bean that needs it waits.
    private static Supplier<DatabaseAddress> database(
            ServerSettings settings, DataDirectory directory, StartedParts parts) {
        DatabaseAddress external = settings.database();
        if (external != null) {
            return () -> external;
        }
        CompletableFuture<EmbeddedPostgres> starting = new CompletableFuture<>();
        Thread.ofVirtual().name("postgres-start").start(() -> {
            try {
                starting.complete(
                        EmbeddedPostgres.start(directory, settings.folders().cache()));
            } catch (Throwable e) {
                // Whoever waits for it is told, also of an Error.
                starting.completeExceptionally(e);
            }
        });
        parts.<AutoCloseable>add(() -> {
            starting.exceptionally(unused -> null).join();
            if (!starting.isCompletedExceptionally()) {
                starting.join().close();
            }
        });
        return () -> starting.join().address();
    }

    private static @Nullable StunResponder stun(
            ListenAddress listen, ServerSettings.StunListen wanted, StartedParts parts) throws StartException {
        if (wanted.port().isEmpty()) {
            return null;
        }
        int port = wanted.port().getAsInt();
        List<InetAddress> own = wanted.addresses();
        try {
            return parts.add(StunResponder.start(own.isEmpty() ? List.of(listen.address()) : own, port));
        } catch (SocketException e) {
            throw listen.stunRefused(port, !own.isEmpty(), e);
        }
    }

    private static Map<String, Object> properties(
            ServerSettings settings, DataDirectory directory, Transport transport) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", settings.listen().port());
        properties.put("server.address", settings.listen().bind());
        properties.put("server.tomcat.accesslog.directory", directory.logs().toString());
        ServerCertificate certificate = transport.certificate();
        if (certificate != null) {
            properties.put("server.ssl.bundle", "mediator");
            properties.put(
                    "spring.ssl.bundle.pem.mediator.keystore.certificate",
                    certificate.certificate().toUri().toString());
            properties.put(
                    "spring.ssl.bundle.pem.mediator.keystore.private-key",
                    certificate.key().toUri().toString());
        }
        return properties;
    }

    private static ConfigurableApplicationContext run(Map<String, Object> properties, Singletons singletons) {
        return new SpringApplicationBuilder(MediatorServer.class)
                // [RunningMediator] closes everything, in its order.
                .registerShutdownHook(false)
                .properties(properties)
                .initializers(context -> {
                    var beans = context.getBeanFactory();
                    beans.registerSingleton("serverSettings", singletons.settings());
                    beans.registerSingleton("recordSigner", singletons.signer());
                    ((GenericApplicationContext) context)
                            .registerBean("databaseAddress", DatabaseAddress.class, singletons.database());
                    if (singletons.stun() != null) {
                        beans.registerSingleton("stunResponder", singletons.stun());
                    }
                })
                .run();
    }

    private static void tell(RunningMediator mediator, Transport transport) {
        LOG.info("The mediator answers at {}", mediator.uri());
        mediator.pin().ifPresent(pin -> LOG.info("Its own certificate's pin, for clients to compare: {}", pin));
        if (transport.exposed()) {
            LOG.warn(
                    "Plain HTTP beyond loopback: without HTTPS in front of it passwords cross the network in the clear");
        }
    }

    private static StartException asStartException(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartException told) {
                return told;
            }
        }
        return new StartException(
                "The mediator cannot start: " + e.getMessage() + ".", "Start it with --verbose to see why.", e);
    }
}
