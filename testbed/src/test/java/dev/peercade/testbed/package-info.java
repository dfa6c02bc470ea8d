/// Whole-system tests: real processes, real sockets, a real database, browser and screen.
@NullMarked
package dev.peercade.testbed;

import org.jspecify.annotations.NullMarked;
