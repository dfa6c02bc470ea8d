package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.nodes.NodeEntry;
import java.util.List;

/// The table as its file holds it: the document that nodes exchange, and by which key its records are checked
/// while the mediator is away.
///
/// @param relayKey the mediator's, as its info names it
/// @param ip_address named as it is in the document
record KeptTable(String relayKey, List<NodeEntry> ip_address) {}
