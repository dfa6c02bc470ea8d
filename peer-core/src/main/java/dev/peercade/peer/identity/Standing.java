package dev.peercade.peer.identity;

/// What an endpoint's signature says of the peer who is said to have pushed it.
public enum Standing {
    /// It has no identity key, and none was ever seen: a page in a browser, or a peer of another make.
    UNSIGNED,
    /// A key for the first time, from now on remembered. That it is this peer's is the mediator's word.
    FIRST,
    /// The remembered one.
    KNOWN,
    /// Another key than the remembered one.
    CHANGED,
    /// None any more.
    MISSING,
    /// What is remembered cannot be read.
    UNREADABLE,
    /// The signature is wrong: somebody between has altered what the peer said.
    FORGED
}
