/// What all features share at the HTTP rim: problems (RFC 9457), limits, origins, pages.
@NullMarked
package dev.peercade.mediator.web;

import org.jspecify.annotations.NullMarked;
