package dev.peercade.desktop.store;

import dev.peercade.desktop.problem.ProblemException;
import java.net.URI;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The certificates of mediators that the user has accepted, by host and port: a self-made certificate is asked about
/// once.
public final class KnownMediators {

    private final PropertiesFile file;

    public KnownMediators(UserFolders folders) {
        this.file = new PropertiesFile(
                folders.config().resolve("known-mediators.properties"),
                "Accepted mediators and the fingerprints of their certificates");
    }

    public @Nullable String pin(URI mediator) throws ProblemException {
        return file.read().getProperty(key(mediator));
    }

    public void remember(URI mediator, String pin) throws ProblemException {
        Properties known = file.read();
        known.setProperty(key(mediator), pin);
        file.write(known);
    }

    private static String key(URI mediator) {
        int port = mediator.getPort() != -1 ? mediator.getPort() : "http".equals(mediator.getScheme()) ? 80 : 443;
        return mediator.getHost() + ":" + port;
    }
}
