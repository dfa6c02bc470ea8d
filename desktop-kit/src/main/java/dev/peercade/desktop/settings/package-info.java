/// Where the user says what is wanted of the windows.
@NullMarked
package dev.peercade.desktop.settings;

import org.jspecify.annotations.NullMarked;
