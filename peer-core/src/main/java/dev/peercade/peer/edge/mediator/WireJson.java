package dev.peercade.peer.edge.mediator;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the mediator speaks it, with limits on what it may make us read.
final class WireJson {

    /// The longest answer is a page of sessions.
    static final int BYTES_MAX = 1024 * 1024;

    private WireJson() {}

    static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(64 * 1024)
                        .maxNumberLength(40)
                        .maxDocumentLength(BYTES_MAX)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                // Keys are only ever added.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // Wire names are those of toString.
                .enable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
    }
}
