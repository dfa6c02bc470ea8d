/// Secrets of a user: in the platform's keyring where there is one, else in a file that only that user reads.
@NullMarked
package dev.peercade.desktop.secret;

import org.jspecify.annotations.NullMarked;
