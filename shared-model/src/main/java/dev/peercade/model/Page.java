package dev.peercade.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a longer list.
///
/// @param cursor what to send as `cursor` to get the next page, or null on the last one
public record Page<T>(List<T> items, @Nullable String cursor) {}
