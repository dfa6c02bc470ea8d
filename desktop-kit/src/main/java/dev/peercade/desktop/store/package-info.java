/// What is kept of a user on this machine, in files that only that user reads.
@NullMarked
package dev.peercade.desktop.store;

import org.jspecify.annotations.NullMarked;
