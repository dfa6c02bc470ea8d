package dev.peercade.testbed;

import dev.peercade.testbed.load.JvmMemory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// [LabAttackTest]'s flood for minutes: what grows with the number of datagrams shows here.
@Tag("proof")
@Timeout(900)
class LabAttackProof {

    @TempDir
    Path folder = Path.of("/nowhere");

    @Test
    void aMillionDatagramsOfNoiseToEachTakeNoMemoryAndNoPicture() throws Exception {
        try (AttackedStream stream = AttackedStream.start(folder)) {
            stream.flood(50_000, 10_000);
            Map<String, JvmMemory> before = stream.memory();
            stream.unharmed(() -> stream.flood(1_000_000, 10_000));
            FloodedMemory.assertFlat(before, stream.memory());
        }
    }
}
