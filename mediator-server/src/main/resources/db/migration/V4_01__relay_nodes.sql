-- Relay nodes. Whatever lies behind the same address and port is the same node.

CREATE TABLE relay_node (
    id              uuid PRIMARY KEY,
    owner_id        uuid        NOT NULL REFERENCES peer (id) ON DELETE CASCADE,
    -- In one spelling each, so that equal addresses are equal texts.
    ipv4            text,
    ipv6            text,
    port            integer     NOT NULL CHECK (port BETWEEN 1 AND 65535),
    tls_port        integer CHECK (tls_port BETWEEN 1 AND 65535),
    agent_port      integer     NOT NULL CHECK (agent_port BETWEEN 1 AND 65535),
    certificate_pin text        NOT NULL,
    -- In the clear: credentials are computed with it.
    shared_secret   text        NOT NULL CHECK (char_length(shared_secret) BETWEEN 32 AND 128),
    registered_at   timestamptz NOT NULL,
    CHECK (ipv4 IS NOT NULL OR ipv6 IS NOT NULL)
);
CREATE UNIQUE INDEX relay_node_ipv4_key ON relay_node (ipv4, port) WHERE ipv4 IS NOT NULL;
CREATE UNIQUE INDEX relay_node_ipv6_key ON relay_node (ipv6, port) WHERE ipv6 IS NOT NULL;
CREATE INDEX relay_node_owner_id_idx ON relay_node (owner_id);
