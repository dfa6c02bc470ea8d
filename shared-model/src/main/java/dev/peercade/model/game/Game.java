package dev.peercade.model.game;

import java.util.UUID;

/// An entry of the catalogue of games. Names are unique regardless of case.
public record Game(UUID id, String name) {
    public static final int NAME_MAX = 120;
}
