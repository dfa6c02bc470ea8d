/// Who a peer is: the key that signs its endpoints, and what is remembered of others' (PROTOCOL, rule 4).
@NullMarked
package dev.peercade.peer.identity;

import org.jspecify.annotations.NullMarked;
