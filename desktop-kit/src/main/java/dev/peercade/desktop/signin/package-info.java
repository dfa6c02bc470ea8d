/// Which mediator, and as whom: asked once, then remembered.
@NullMarked
package dev.peercade.desktop.signin;

import org.jspecify.annotations.NullMarked;
