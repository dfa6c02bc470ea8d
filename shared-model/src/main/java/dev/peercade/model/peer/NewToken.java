package dev.peercade.model.peer;

import org.jspecify.annotations.Nullable;

/// Body of `POST /tokens`.
///
/// @param label what the owner reads in the list of tokens, such as the machine's name; at most 80 characters
public record NewToken(TokenKind kind, @Nullable String label) {}
