package dev.peercade.cli;

import dev.peercade.node.PeerRange;
import picocli.CommandLine.ITypeConverter;

/// `10.0.0.0/8` and the like.
final class PeerRangeConverter implements ITypeConverter<PeerRange> {

    @Override
    public PeerRange convert(String text) {
        return Conversions.of(text, PeerRange::parse);
    }
}
