/// Asks an X server for its screens and windows through libxcb, by the foreign function interface: libxcb never ends
/// the process when the server dies, as libX11 does.
@NullMarked
package dev.peercade.media.x11;

import org.jspecify.annotations.NullMarked;
