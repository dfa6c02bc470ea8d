package dev.peercade.mediator.config;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the values of [Setting]s from an environment and refuses what makes no sense with a sentence.
final class SettingReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhdSMHD])");
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:\\d{1,5})?/?");

    private final Map<String, String> environment;

    SettingReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The value, or the default where it is unset or blank.
    String text(Setting setting) {
        String value = environment.getOrDefault(setting.variable(), "").strip();
        return value.isEmpty() ? setting.defaultText() : value;
    }

    int port(Setting setting) throws StartException {
        String value = text(setting);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw refused(setting, value, "Give a number from 0 to 65535.", e);
        }
        throw refused(setting, value, "Give a number from 0 to 65535.", null);
    }

    OptionalInt portOrOff(Setting setting) throws StartException {
        return text(setting).equalsIgnoreCase("off") ? OptionalInt.empty() : OptionalInt.of(port(setting));
    }

    /// Whether the value is the first of two words.
    boolean choice(Setting setting, String yes, String no) throws StartException {
        String value = text(setting);
        if (value.equalsIgnoreCase(yes)) {
            return true;
        }
        if (value.equalsIgnoreCase(no)) {
            return false;
        }
        throw refused(setting, value, "Give `" + yes + "` or `" + no + "`.", null);
    }

    @Nullable
    Path pathOrNull(Setting setting) throws StartException {
        String value = environment.getOrDefault(setting.variable(), "").strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw refused(setting, value, "Give the path of a file or folder.", e);
        }
    }

    Path path(Setting setting, Path fallback) throws StartException {
        Path given = pathOrNull(setting);
        return given == null ? fallback : given;
    }

    /// The words between the commas.
    List<String> words(Setting setting) {
        return Arrays.stream(text(setting).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    int number(Setting setting, int min, int max) throws StartException {
        String value = text(setting);
        String remedy = "Give a number from " + min + " to " + max + ".";
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(setting, value, remedy, e);
        }
        throw refused(setting, value, remedy, null);
    }

    /// A whole number and its unit, such as `15m`.
    Duration duration(Setting setting, Duration min, Duration max) throws StartException {
        String value = text(setting);
        String remedy =
                "Give a number and its unit, `s`, `m`, `h` or `d`, from " + said(min) + " to " + said(max) + ".";
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw refused(setting, value, remedy, null);
        }
        ChronoUnit unit = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
        Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw refused(setting, value, remedy, null);
        }
        return duration;
    }

    private static String said(Duration duration) {
        return duration.toDays() > 0
                ? duration.toDays() + "d"
                : duration.toHours() > 0
                        ? duration.toHours() + "h"
                        : duration.toMinutes() > 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }

    /// Origins as browsers send them (RFC 6454, section 6.2): lower case, without a path, without a standard port.
    Set<String> origins(Setting setting) throws StartException {
        Set<String> origins = new HashSet<>();
        for (String word : words(setting)) {
            Matcher matcher = ORIGIN.matcher(word.toLowerCase(Locale.ROOT));
            if (!matcher.matches()) {
                throw refused(
                        setting,
                        word,
                        "Give origins of a scheme, a host and perhaps a port: `https://play.example`.",
                        null);
            }
            String standard = matcher.group(1).equals("https") ? ":443" : ":80";
            String port = matcher.group(3) == null || matcher.group(3).equals(standard) ? "" : matcher.group(3);
            origins.add(matcher.group(1) + "://" + matcher.group(2) + port);
        }
        return origins;
    }

    /// Addresses and CIDR blocks, each as a block. A name is none: what a name server says must not decide whom
    /// the mediator believes.
    Set<String> addressBlocks(Setting setting) throws StartException {
        Set<String> blocks = new HashSet<>();
        for (String word : words(setting)) {
            String remedy = "Give IP addresses and blocks of them with commas: `127.0.0.1, 10.0.0.0/8`.";
            int slash = word.indexOf('/');
            try {
                InetAddress address = InetAddress.ofLiteral(slash < 0 ? word : word.substring(0, slash));
                int bits = address.getAddress().length * 8;
                int length = slash < 0 ? bits : Integer.parseInt(word.substring(slash + 1));
                // A block of all addresses would let anyone say where it comes from.
                if (length < 1 || length > bits || word.contains("%")) {
                    throw refused(setting, word, remedy, null);
                }
                blocks.add(address.getHostAddress() + "/" + length);
            } catch (IllegalArgumentException e) {
                throw refused(setting, word, remedy, e);
            }
        }
        return blocks;
    }

    /// Addresses of this machine, at most two of a family, each once and none that stands for all.
    List<InetAddress> addresses(Setting setting) throws StartException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String word : words(setting)) {
            String remedy = "Give addresses of this machine with commas, at most two of IPv4 and two of IPv6:"
                    + " `203.0.113.10, 203.0.113.11`.";
            try {
                InetAddress address = InetAddress.ofLiteral(word);
                long ofItsFamily = addresses.stream()
                        .filter(other -> other.getClass() == address.getClass())
                        .count();
                if (address.isAnyLocalAddress() || addresses.contains(address) || ofItsFamily == 2) {
                    throw refused(setting, word, remedy, null);
                }
                addresses.add(address);
            } catch (IllegalArgumentException e) {
                throw refused(setting, word, remedy, e);
            }
        }
        return addresses;
    }

    static StartException refused(Setting setting, String value, String remedy, @Nullable Throwable cause) {
        return new SettingException(setting.named() + " is `" + value + "`, which makes no sense here.", remedy, cause);
    }
}
