package dev.peercade.media.h264;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stands between strangers and the native decoder. It lets slices, IDR slices and judged parameter sets through and
/// nothing else: no SEI, no data partitions, no extensions. It also follows frame_num (section 7.4.3), since a
/// decoder would fill a gap with guesses and show them. One thread.
public final class AccessUnitGuard {

    /// Larger than any picture at 200 Mbit/s and one a second.
    static final int LARGEST_UNIT_BYTES = 32 << 20;

    private static final int PICTURE_PARAMETER_SETS = 256;

    private final Map<Integer, SequenceParameterSet> sequences = new HashMap<>();
    private final Map<Integer, Integer> sequenceOfPicture = new HashMap<>();
    private int previousFrameNum = -1;
    private boolean previousWasReference;

    /// What is left for the decoder.
    ///
    /// @param stream byte stream without what was dropped; empty when refused or when no slice is in it
    /// @param keyframe whether its slices are IDR slices
    /// @param refusal why the access unit must not be decoded, in a few words; null when it may
    public record Passed(
            byte[] stream, boolean keyframe, @Nullable String refusal) {}

    /// Looks at one access unit. Parameter sets are taken over only together with an IDR picture, for nothing else
    /// may change what the following pictures mean.
    public Passed inspect(byte[] stream) {
        if (stream.length > LARGEST_UNIT_BYTES) {
            return refused("the access unit is larger than 32 MiB");
        }
        var units = NalUnits.split(stream);
        if (units.size() > NalUnits.MOST_UNITS) {
            return refused("the access unit has more than " + NalUnits.MOST_UNITS + " NAL units");
        }
        boolean idr = has(units, NalUnits.IDR_SLICE);
        boolean other = has(units, NalUnits.SLICE);
        if (idr && other) {
            return refused("the access unit mixes IDR and other slices");
        }
        if (!idr && !other) {
            return refused("the access unit has no slice");
        }
        var out = new ByteArrayOutputStream(stream.length + 16);
        if (idr) {
            var refusal = parameterSets(stream, units, out);
            if (refusal != null) {
                return refused(refusal);
            }
        }
        var refusal = slices(stream, units, idr, out);
        return refusal == null ? new Passed(out.toByteArray(), idr, null) : refused(refusal);
    }

    /// The parameter set that the last keyframe carried; null before the first.
    public @Nullable SequenceParameterSet sequence(int id) {
        return sequences.get(id);
    }

    private static Passed refused(String reason) {
        return new Passed(new byte[0], false, reason);
    }

    private static boolean has(List<NalUnits.Unit> units, int type) {
        return units.stream().anyMatch(unit -> unit.type() == type);
    }

    private @Nullable String parameterSets(byte[] stream, List<NalUnits.Unit> units, ByteArrayOutputStream out) {
        for (var unit : units) {
            if (unit.type() == NalUnits.SPS) {
                switch (SequenceParameterSet.read(stream, unit)) {
                    case SequenceParameterSet.Verdict.Refused(var reason) -> {
                        return "the sequence parameter set is refused: " + reason;
                    }
                    case SequenceParameterSet.Verdict.Accepted(var set) -> sequences.put(set.id(), set);
                }
                append(stream, unit, out);
            } else if (unit.type() == NalUnits.PPS) {
                var in = new BitReader(stream, unit.offset() + 1, Math.min(unit.length() - 1, 16));
                int id = in.ue();
                int sequence = in.ue();
                if (in.overrun() || id >= PICTURE_PARAMETER_SETS || !sequences.containsKey(sequence)) {
                    return "the picture parameter set is refused";
                }
                in.flag();
                in.flag();
                if (in.ue() != 0) {
                    return "the picture parameter set is refused: slice groups";
                }
                sequenceOfPicture.put(id, sequence);
                append(stream, unit, out);
            }
        }
        return null;
    }

    private @Nullable String slices(byte[] stream, List<NalUnits.Unit> units, boolean idr, ByteArrayOutputStream out) {
        int wanted = idr ? NalUnits.IDR_SLICE : NalUnits.SLICE;
        int frameNum = -1;
        boolean reference = false;
        for (var unit : units) {
            if (unit.type() != wanted) {
                continue;
            }
            // 32 bytes hold the fields up to frame_num many times over.
            var in = new BitReader(stream, unit.offset() + 1, Math.min(unit.length() - 1, 32));
            int firstMacroblock = in.ue();
            in.ue();
            var sequence = sequences.get(sequenceOfPicture.getOrDefault(in.ue(), -1));
            if (sequence == null) {
                return "a slice names a parameter set that has not come";
            }
            int number = in.bits(sequence.frameNumBits());
            if (in.overrun()) {
                return "a slice is truncated";
            }
            if (frameNum < 0) {
                var gap = firstMacroblock == 0 ? gap(number, idr, sequence) : "the first slice is missing";
                if (gap != null) {
                    return gap;
                }
                frameNum = number;
                reference = unit.reference() != 0;
            } else if (number != frameNum || firstMacroblock == 0) {
                return "the access unit holds two pictures";
            }
            append(stream, unit, out);
        }
        previousFrameNum = frameNum;
        previousWasReference = reference;
        return null;
    }

    private @Nullable String gap(int number, boolean idr, SequenceParameterSet sequence) {
        if (idr) {
            return number == 0 ? null : "the keyframe is not numbered 0";
        }
        int modulus = 1 << sequence.frameNumBits();
        int expected = previousWasReference ? (previousFrameNum + 1) % modulus : previousFrameNum;
        if (number == expected || sequence.gapsAllowed()) {
            return null;
        }
        return "a picture before it is missing";
    }

    private static void append(byte[] stream, NalUnits.Unit unit, ByteArrayOutputStream out) {
        out.writeBytes(new byte[] {0, 0, 0, 1});
        out.write(stream, unit.offset(), unit.length());
    }

    /// The profile_idc, constraint flags and level_idc of the first sequence parameter set in a stream, which
    /// `profile-level-id` spells (RFC 6184 section 8.1); empty where there is none.
    public static byte[] profileLevel(byte[] stream) {
        for (var unit : NalUnits.split(stream)) {
            if (unit.type() == NalUnits.SPS && unit.length() >= 4) {
                return Arrays.copyOfRange(stream, unit.offset() + 1, unit.offset() + 4);
            }
        }
        return new byte[0];
    }

    /// The parameter sets of a keyframe.
    ///
    /// @param sequence the first sequence parameter set
    /// @param parameterSets all of them as a byte stream
    public record Headers(SequenceParameterSet sequence, byte[] parameterSets) {}

    /// The parameter sets in an access unit; null where it has no acceptable sequence parameter set.
    public static @Nullable Headers headers(byte[] stream) {
        SequenceParameterSet sequence = null;
        var out = new ByteArrayOutputStream();
        for (var unit : NalUnits.split(stream)) {
            if (unit.type() == NalUnits.SPS || unit.type() == NalUnits.PPS) {
                append(stream, unit, out);
            }
            if (sequence == null
                    && unit.type() == NalUnits.SPS
                    && SequenceParameterSet.read(stream, unit)
                            instanceof SequenceParameterSet.Verdict.Accepted(var set)) {
                sequence = set;
            }
        }
        return sequence == null ? null : new Headers(sequence, out.toByteArray());
    }
}
