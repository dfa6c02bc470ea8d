/// Controls as both apps make them: with texts that follow the language, and a name for whoever does not see them.
@NullMarked
package dev.peercade.desktop.control;

import org.jspecify.annotations.NullMarked;
