package dev.peercade.mediator.relay;

import dev.peercade.mediator.endpoint.IpLiteral;

/// Where the nodes of this mediator may lie. One that listens on loopback or in a private network serves a
/// machine or a home, and so may its nodes.
///
/// @param mediator where the mediator itself listens
public record RelayPlaces(IpLiteral.Place mediator) {

    boolean allow(IpLiteral.Place node) {
        return switch (node) {
            case PUBLIC -> true;
            case PRIVATE -> mediator == IpLiteral.Place.PRIVATE || mediator == IpLiteral.Place.LOOPBACK;
            case LOOPBACK -> mediator == IpLiteral.Place.LOOPBACK;
            case NONE -> false;
        };
    }
}
