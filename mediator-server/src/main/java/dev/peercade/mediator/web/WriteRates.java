package dev.peercade.mediator.web;

/// How often one peer may make what leaves something behind until it is old.
///
/// @param sessions so many streaming sessions at once, and then each hour
/// @param viewRequests so many view requests at once, and then each hour
/// @param relayAccesses so often leave to use relay nodes at once, and then each hour
public record WriteRates(int sessions, int viewRequests, int relayAccesses) {}
