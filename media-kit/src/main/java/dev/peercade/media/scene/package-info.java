/// The built-in scene, drawn without fonts or a screen.
@NullMarked
package dev.peercade.media.scene;

import org.jspecify.annotations.NullMarked;
