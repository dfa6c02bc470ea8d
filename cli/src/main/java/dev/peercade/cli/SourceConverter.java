package dev.peercade.cli;

import dev.peercade.media.SourceSpec;
import picocli.CommandLine.ITypeConverter;

/// Reads sources.
final class SourceConverter implements ITypeConverter<SourceSpec> {

    @Override
    public SourceSpec convert(String value) {
        return Conversions.of(value, SourceSpec::parse);
    }
}
