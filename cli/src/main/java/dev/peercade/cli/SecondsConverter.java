package dev.peercade.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
