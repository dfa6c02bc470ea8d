/// Why a connection is as it is: what a NAT does with UDP (RFC 4787, found out as in RFC 5780), how far others are
/// and how much is lost on the way, which datagrams pass whole; and what all of it means, in words. Cores only:
/// what is sent, and when it is, [dev.peercade.peer.checkup] sees to.
///
/// Drain contract of the cores as in [dev.peercade.peer.media]: feed, `poll` until null, sleep until `deadline()`.
/// One thread.
///
/// What is found out is for sharing: a [Finding] is made of constants and numbers, so that no address and no name
/// can get into it.
@NullMarked
package dev.peercade.peer.doctor;

import org.jspecify.annotations.NullMarked;
