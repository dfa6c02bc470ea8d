/// SRTP by jitsi-srtp. Nothing outside this package sees that library.
@NullMarked
package dev.peercade.peer.edge.srtp;

import org.jspecify.annotations.NullMarked;
