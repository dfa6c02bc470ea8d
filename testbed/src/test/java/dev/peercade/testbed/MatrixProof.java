package dev.peercade.testbed;

import dev.peercade.testbed.lab.NatKind;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Behind which NATs two peers meet: every kind.
@Tag("proof")
@Timeout(1200)
class MatrixProof {

    @TempDir
    Path folder = Path.of("/nowhere");

    @Test
    void peersMeetBehindEachPairOfNatsDirectlyWhereThatCanBe() throws Exception {
        new Matrix(EnumSet.allOf(NatKind.class)).check(folder);
    }
}
