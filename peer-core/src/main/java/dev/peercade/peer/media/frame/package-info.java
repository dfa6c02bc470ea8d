/// Pictures as they pass between an app and the media path.
@NullMarked
package dev.peercade.peer.media.frame;

import org.jspecify.annotations.NullMarked;
