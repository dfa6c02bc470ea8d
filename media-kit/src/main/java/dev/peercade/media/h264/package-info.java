/// As much of ITU-T H.264 as is needed to look at a stranger's stream before native code does. No input throws.
@NullMarked
package dev.peercade.media.h264;

import org.jspecify.annotations.NullMarked;
