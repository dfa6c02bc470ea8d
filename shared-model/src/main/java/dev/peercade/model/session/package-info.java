/// What a streamer offers.
@NullMarked
package dev.peercade.model.session;

import org.jspecify.annotations.NullMarked;
