package dev.peercade.peer.edge.dtls;

/// Hears of the alerts that the library accepts.
interface AlertListener {

    void onAlert(short level, short description);
}
