/// The HTTP rim of view requests.
@NullMarked
package dev.peercade.mediator.request.web;

import org.jspecify.annotations.NullMarked;
