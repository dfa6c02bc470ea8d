package dev.peercade.mediator.web;

import jakarta.servlet.http.HttpServletRequest;

/// The path of a call as the controllers see it. The request's URI is what the client wrote: `/%74okens` there is
/// `/tokens` to a controller, so a filter that compares it can be passed by.
public final class CallPath {

    private CallPath() {}

    /// Decoded, without query.
    public static String of(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }
}
