package dev.peercade.peer.media.fec;

/// How parities are laid over a picture: the first `rows` of them stand for every `rows`-th packet each, the others for
/// every `columns`-th. Since the two have no common divisor, packets that share a parity of the one kind do not share
/// one
/// of the other, so that two losses never defeat both, and neither does a run of losses.
///
/// @param rows at least 1
/// @param columns 0 where one kind is all there is
record Strides(int rows, int columns) {

    /// Below, two kinds have too few parities each.
    private static final int FOR_TWO = 5;

    static Strides of(int parities) {
        if (parities < FOR_TWO) {
            return new Strides(parities, 0);
        }
        int rows = parities / 2 + 1;
        while (divisor(rows, parities - rows) != 1) {
            rows++;
        }
        return new Strides(rows, parities - rows);
    }

    private static int divisor(int one, int other) {
        return other == 0 ? one : divisor(other, one % other);
    }

    /// Which packets the parity stands for: the first, and the distance to the next.
    int first(int parity) {
        return parity < rows ? parity : parity - rows;
    }

    int step(int parity) {
        return parity < rows ? rows : columns;
    }
}
