/// A relay node: coturn as a child process, and the agent that configures it, watches it and speaks for it.
@NullMarked
package dev.peercade.node;

import org.jspecify.annotations.NullMarked;
