/// The doctor at work: asks the mediator whom to ask, carries the datagrams of [dev.peercade.peer.doctor]'s cores,
/// opens streams to relay nodes, visits a session, and tells each finding as soon as it is one. Addresses stay in
/// here.
@NullMarked
package dev.peercade.peer.checkup;

import org.jspecify.annotations.NullMarked;
