package dev.peercade.desktop.network;

import dev.peercade.desktop.thread.Work;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.checkup.CheckupSettings;
import dev.peercade.peer.session.MediatorAccount;
import java.nio.file.Path;

/// What the network lets through here, and the relay nodes.
public record NetworkModel(DoctorModel doctor, NodesModel nodes) {

    /// @param folder of all that this user's programs keep
    public static NetworkModel of(PeerCore core, MediatorAccount account, Path folder, Work work) {
        return new NetworkModel(
                new DoctorModel(events -> core.checkup(CheckupSettings.of(account), events), work),
                new NodesModel(core.nodes(account, folder.resolve("nodes"), _ -> {}), work));
    }

    void begin() {
        doctor.begin();
        nodes.refresh();
    }

    void close() {
        doctor.close();
        nodes.close();
    }
}
