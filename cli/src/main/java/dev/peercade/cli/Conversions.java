package dev.peercade.cli;

import picocli.CommandLine.TypeConversionException;

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
