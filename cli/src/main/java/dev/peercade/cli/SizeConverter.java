package dev.peercade.cli;

import dev.peercade.media.Size;
import picocli.CommandLine.ITypeConverter;

/// Reads sizes.
final class SizeConverter implements ITypeConverter<Size> {

    @Override
    public Size convert(String value) {
        return Conversions.of(value, Size::parse);
    }
}
