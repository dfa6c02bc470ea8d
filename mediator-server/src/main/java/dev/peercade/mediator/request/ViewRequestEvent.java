package dev.peercade.mediator.request;

/// What happens to view requests, published inside the transaction that makes it happen.
public sealed interface ViewRequestEvent {

    record Changed(StoredRequest stored) implements ViewRequestEvent {}
}
