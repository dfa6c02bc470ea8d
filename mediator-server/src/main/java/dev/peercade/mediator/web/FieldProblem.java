package dev.peercade.mediator.web;

/// One entry of a problem's `errors`.
///
/// @param field the path of the field in the body, such as `candidates[2].port`, or the name of a parameter
/// @param message what is wrong with it; never repeats the value
public record FieldProblem(String field, String message) {}
