package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import dev.peercade.peer.nodes.RecordSignature;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the agents of nodes speak it and tables are kept, with limits on what it may be made to read.
/// Thread-safe.
public final class NodeJson {

    /// 256 records of some 650 bytes are 165 KiB.
    public static final int BYTES_MAX = 256 * 1024;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNameLength(64)
                            .maxNumberLength(32)
                            .maxStringLength(512)
                            .maxDocumentLength(BYTES_MAX)
                            .build())
                    .build())
            // Keys are only ever added.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public byte[] bytes(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    /// Empty for what is no table: one object with a list of whole records.
    public Optional<NodeList> nodes(byte[] text) {
        return read(text, NodeList.class).filter(list -> areWhole(list.ip_address()));
    }

    /// Empty for what no peer has written.
    Optional<KeptTable> kept(byte[] text) {
        return read(text, KeptTable.class)
                .filter(table -> table.relayKey() != null
                        && RecordSignature.isKey(table.relayKey())
                        && areWhole(table.ip_address()));
    }

    /// How many bytes an agent says that it has got; 0 where it says nothing of the kind.
    long count(byte[] text) {
        return read(text, Count.class).map(Count::bytes).orElse(0L);
    }

    private record Count(long bytes) {}

    private <T> Optional<T> read(byte[] text, Class<T> type) {
        try {
            return Optional.ofNullable(mapper.readValue(text, type));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// What JSON leaves out is null, whatever the record says.
    private static boolean areWhole(@Nullable List<@Nullable NodeEntry> entries) {
        return entries != null
                && entries.stream()
                        .allMatch(entry -> entry != null
                                && entry.id() != null
                                && entry.certificatePin() != null
                                && entry.registeredAt() != null
                                && entry.signature() != null);
    }
}
