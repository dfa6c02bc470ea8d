/// Identity keys, ours and others', in files.
@NullMarked
package dev.peercade.peer.edge.identity;

import org.jspecify.annotations.NullMarked;
