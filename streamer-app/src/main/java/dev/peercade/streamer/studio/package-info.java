/// What is shown, of which game, how well: chosen before going live.
@NullMarked
package dev.peercade.streamer.studio;

import org.jspecify.annotations.NullMarked;
