/// What the command line prints with `--json`.
@NullMarked
package dev.peercade.model.report;

import org.jspecify.annotations.NullMarked;
