package dev.peercade.cli;

import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads sizes.
final class SizeConverter implements ITypeConverter<Size> {

    @Override
    public Size convert(String value) {
        return Conversions.of(value, Size::parse);
    }
}

/// Reads sources.
final class SourceConverter implements ITypeConverter<SourceSpec> {

    @Override
    public SourceSpec convert(String value) {
        return Conversions.of(value, SourceSpec::parse);
    }
}

/// Reads how long something goes on, in whole seconds.
final class SecondsConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new TypeConversionException("A time is a whole number of seconds from 1 on, not '" + value + "'.");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}

/// Turns a parser's sentence into the option's error.
final class Conversions {

    private Conversions() {}

    @FunctionalInterface
    interface Parser<T> {
        T parse(String text);
    }

    static <T> T of(String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
