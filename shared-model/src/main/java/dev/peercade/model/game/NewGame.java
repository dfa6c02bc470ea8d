package dev.peercade.model.game;

/// Body of `POST /games`.
public record NewGame(String name) {}
