package dev.peercade.testbed;

import dev.peercade.testbed.lab.NatKind;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Behind which NATs two peers meet: the kind that most homes have, and the worst. Every kind: [MatrixProof].
@Timeout(600)
class MatrixTest {

    @TempDir
    Path folder = Path.of("/nowhere");

    @Test
    void peersMeetBehindEachPairOfNatsDirectlyWhereThatCanBe() throws Exception {
        new Matrix(EnumSet.of(NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC)).check(folder);
    }
}
