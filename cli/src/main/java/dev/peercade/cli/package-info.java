/// The one command `peercade`: options, text and JSON output, exit codes. What it does is done by the apps and the
/// mediator.
@NullMarked
package dev.peercade.cli;

import org.jspecify.annotations.NullMarked;
