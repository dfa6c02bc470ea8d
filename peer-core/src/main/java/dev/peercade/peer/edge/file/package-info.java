/// What a peer keeps in files: whose they are, and what they are called.
@NullMarked
package dev.peercade.peer.edge.file;

import org.jspecify.annotations.NullMarked;
