/// Forward error correction: parity packets that make up for lost ones without a question (FlexFEC as in
/// draft-ietf-payload-flexible-fec-scheme-03, which browsers know as `flexfec-03`). Without I/O.
@NullMarked
package dev.peercade.peer.media.fec;

import org.jspecify.annotations.NullMarked;
