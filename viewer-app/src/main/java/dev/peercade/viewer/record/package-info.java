/// The stream into a file, as it comes.
@NullMarked
package dev.peercade.viewer.record;

import org.jspecify.annotations.NullMarked;
