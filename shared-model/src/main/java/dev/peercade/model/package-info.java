/// The words that peers and mediator share: records, enums, paths, push types, problem codes. No framework, no I/O.
@NullMarked
package dev.peercade.model;

import org.jspecify.annotations.NullMarked;
