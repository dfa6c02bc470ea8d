/// What the network lets through here, and the relay nodes that help where it does not.
@NullMarked
package dev.peercade.desktop.network;

import org.jspecify.annotations.NullMarked;
