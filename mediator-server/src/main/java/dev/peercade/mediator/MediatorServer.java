package dev.peercade.mediator;

import dev.peercade.mediator.config.DataDirectory;
import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.config.EmbeddedPostgres;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The mediator as a Spring application, and the way to start one inside a program.
@SpringBootApplication
public class MediatorServer {

    /// Blocks until the mediator answers.
    ///
    /// @throws StartException when it cannot; its message and its remedy are sentences for a person
    public static RunningMediator start(ServerSettings settings) throws StartException {
        StartedParts parts = new StartedParts();
        try {
            DataDirectory directory =
                    parts.add(DataDirectory.open(settings.folders().data()));
            DatabaseAddress database = settings.database();
            if (database == null) {
                database = parts.add(EmbeddedPostgres.start(
                                directory, settings.folders().cache()))
                        .address();
            }
            ConfigurableApplicationContext context = parts.add(run(settings, directory, database));
            return new RunningMediator(context, parts);
        } catch (IOException e) {
            parts.close();
            throw new StartException(
                    "The mediator cannot start: " + e.getMessage() + ".",
                    "See its data directory " + settings.folders().data() + ".",
                    e);
        } catch (RuntimeException e) {
            parts.close();
            throw asStartException(e);
        } catch (StartException e) {
            parts.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext run(
            ServerSettings settings, DataDirectory directory, DatabaseAddress database) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", settings.listen().port());
        properties.put("server.address", settings.listen().bind());
        properties.put("server.tomcat.accesslog.directory", directory.logs().toString());
        return new SpringApplicationBuilder(MediatorServer.class)
                // [RunningMediator] closes everything, in its order.
                .registerShutdownHook(false)
                .properties(properties)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("serverSettings", settings);
                    context.getBeanFactory().registerSingleton("databaseAddress", database);
                })
                .run();
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
