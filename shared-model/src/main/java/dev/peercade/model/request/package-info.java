/// A viewer's wish to see a session.
@NullMarked
package dev.peercade.model.request;

import org.jspecify.annotations.NullMarked;
