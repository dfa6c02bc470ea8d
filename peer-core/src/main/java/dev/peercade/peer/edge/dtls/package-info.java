/// DTLS 1.2 by Bouncy Castle. Nothing outside this package sees that library.
@NullMarked
package dev.peercade.peer.edge.dtls;

import org.jspecify.annotations.NullMarked;
