package dev.peercade.peer.nodes;

import java.util.List;

/// The table as a JSON document: one object with one list.
///
/// @param ip_address named as it is in the document
public record NodeList(List<NodeEntry> ip_address) {}
