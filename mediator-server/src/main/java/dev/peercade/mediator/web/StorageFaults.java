package dev.peercade.mediator.web;

/// Tells a failure for want of room, or because nothing may be written, from others: a person can do something about
/// it.
@FunctionalInterface
public interface StorageFaults {

    boolean isOne(Throwable failure);
}
