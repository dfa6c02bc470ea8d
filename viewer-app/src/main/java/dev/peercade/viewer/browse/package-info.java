/// The live sessions, to pick one.
@NullMarked
package dev.peercade.viewer.browse;

import org.jspecify.annotations.NullMarked;
