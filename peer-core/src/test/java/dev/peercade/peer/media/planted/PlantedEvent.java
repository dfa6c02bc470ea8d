package dev.peercade.peer.media.planted;

/// Not sealed, so that the architecture test can prove that it sees it.
public interface PlantedEvent {}
