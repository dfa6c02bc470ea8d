package dev.peercade.mediator.game;

/// How far the catalogue grows by what peers add.
///
/// @param names so many it takes
/// @param perHour so many new ones one peer adds at once, and then each hour
public record GameBounds(int names, int perHour) {}
