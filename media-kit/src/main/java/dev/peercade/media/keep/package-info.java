/// What is kept of a stream: recordings as it comes, and snapshots.
@NullMarked
package dev.peercade.media.keep;

import org.jspecify.annotations.NullMarked;
