package dev.peercade.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Logs go to standard error, so that standard output holds only what the command tells. Control characters in
/// messages are escaped, since parts of them come from strangers.
final class Logs {

    private static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %logger{20} %replace(%msg){'[\\r\\n\\p{Cntrl}]','?'}%n%ex{full}";

    private Logs() {}

    static void configure(boolean verbose) {
        // Keeps Spring Boot from setting up its own.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        // Tomcat and ice4j log through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(verbose ? Level.INFO : Level.ERROR);
        context.getLogger("dev.peercade").setLevel(verbose ? Level.DEBUG : Level.WARN);
        // Takes a bus that goes away for an error of the program.
        context.getLogger("org.freedesktop.dbus").setLevel(Level.OFF);
    }
}
