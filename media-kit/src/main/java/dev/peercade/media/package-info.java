/// Capture, encode, decode and mux behind small types: the only module that calls FFmpeg. Public signatures show none
/// of FFmpeg's types. Everything that holds native memory is [AutoCloseable], belongs to one thread at a time and is
/// released by `close()`, never by the garbage collector.
@NullMarked
package dev.peercade.media;

import org.jspecify.annotations.NullMarked;
