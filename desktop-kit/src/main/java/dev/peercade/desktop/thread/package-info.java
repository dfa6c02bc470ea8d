/// Who does what where: windows on one thread, whatever takes time on others.
@NullMarked
package dev.peercade.desktop.thread;

import org.jspecify.annotations.NullMarked;
