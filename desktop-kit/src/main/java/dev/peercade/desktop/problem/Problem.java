package dev.peercade.desktop.problem;

import dev.peercade.media.MediaException;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionEnd;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What went wrong.
///
/// @param code stable, by which texts in other languages are found
/// @param cause what happened, in an English sentence
/// @param remedy what to do about it, in an English sentence; may be empty
/// @param trace kinds of faults that nobody has foreseen and where they happened; without their messages, which may
/// name
///     addresses
public record Problem(String code, String cause, String remedy, List<String> trace) {

    /// What stands where an address or a name is hidden.
    public static final String HIDDEN = "\u2022\u2022\u2022";

    private static final int CAUSES_MAX = 4;
    private static final int PLACES_MAX = 8;
    private static final List<String> SYSTEM =
            List.of("os.name", "os.version", "os.arch", "java.vendor.version", "javafx.version", "prism.order");

    public Problem(String code, String cause, String remedy) {
        this(code, cause, remedy, List.of());
    }

    public static Problem of(SessionEnd end) {
        return new Problem(end.code(), end.message(), end.remedy());
    }

    /// Of whatever was thrown; what nobody has foreseen is told as such.
    public static Problem of(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case MediatorException refused -> new Problem(refused.code(), message, refused.remedy());
            case ProblemException told -> told.problem();
            case MediaException failed -> new Problem(failed.code(), message, failed.remedy());
            default ->
                new Problem(
                        "internal",
                        "Something unforeseen went wrong: " + e + ".",
                        "Please report it, with diagnostics.",
                        trace(e));
        };
    }

    private static List<String> trace(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .flatMap(e -> Stream.concat(
                        Stream.of(e.getClass().getName()),
                        Arrays.stream(e.getStackTrace()).limit(PLACES_MAX).map(place -> "  at " + place)))
                .toList();
    }

    /// The same, for who must not read the address of this host.
    ///
    /// @param host as an address of the web has it, IPv6 in brackets; a text may have it without, and in other case
    public Problem without(String host) {
        String bare = host.replaceAll("[\\[\\]]", "");
        String address = "(?i)\\[?" + Pattern.quote(bare) + "\\]?(:[0-9]+)?";
        return new Problem(code, cause.replaceAll(address, HIDDEN), remedy.replaceAll(address, HIDDEN), trace);
    }

    /// What helps whoever is asked for help, and tells nobody an address.
    public String diagnostics() {
        String version = Problem.class.getPackage().getImplementationVersion();
        Stream<String> known = Stream.of("problem: " + code, "peercade: " + (version == null ? "unpackaged" : version));
        return Stream.of(known, SYSTEM.stream().map(key -> key + ": " + System.getProperty(key)), trace.stream())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
