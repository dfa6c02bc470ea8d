package dev.peercade.node;

import dev.peercade.peer.nodes.NodeList;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the agent speaks it, with limits on what it may be made to read.
final class NodeJson {

    /// 256 records of some 600 bytes are 150 KiB.
    static final int BYTES_MAX = 256 * 1024;

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

    byte[] bytes(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    /// Empty for what is no table: one object with a list of whole records.
    Optional<NodeList> nodes(byte[] text) {
        try {
            NodeList list = mapper.readValue(text, NodeList.class);
            boolean whole = list != null
                    && list.ip_address() != null
                    && list.ip_address().stream()
                            .allMatch(entry -> entry != null
                                    && entry.id() != null
                                    && entry.certificatePin() != null
                                    && entry.registeredAt() != null
                                    && entry.signature() != null);
            return whole ? Optional.of(Objects.requireNonNull(list, "whole")) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
