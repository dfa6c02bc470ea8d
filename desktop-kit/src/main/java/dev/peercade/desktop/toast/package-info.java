/// Short messages that come by themselves and go by themselves.
@NullMarked
package dev.peercade.desktop.toast;

import org.jspecify.annotations.NullMarked;
