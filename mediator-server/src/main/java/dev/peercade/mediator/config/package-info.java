/// What a mediator is given and what it stands on: settings, the data directory, the database, certificates.
@NullMarked
package dev.peercade.mediator.config;

import org.jspecify.annotations.NullMarked;
