package dev.peercade.mediator.config;

/// Every setting of the mediator, once: its environment variable, its flag where the command line has one, its
/// default as docs/settings.md shows it, and what it does.
public enum Setting {
    PORT("--port", "8480", "TCP port of the API; 0 takes a free one."),
    BIND("--bind", "127.0.0.1", "Address to listen on, for TCP and STUN; `0.0.0.0` for every one."),
    STUN_PORT(
            "--stun-port",
            "3478",
            "UDP port of the STUN responder, which takes the next one too where it is free, to tell peers what their NAT"
                    + " lets in; 0 takes a free one, `off` runs none."),
    STUN_ADDRESSES(
            "",
            "",
            "Addresses of this machine, separated by commas, on which the STUN responder listens instead of"
                    + " PEERCADE_BIND's; with two of a family peers learn all about their NATs."),
    DATA_DIR(
            "--data-dir",
            "$XDG_DATA_HOME/peercade/mediator",
            "Database, keys and logs; only its owner can read it. `~/.local/share` stands in for an unset XDG_DATA_HOME."),
    CACHE_DIR(
            "",
            "$XDG_CACHE_HOME/peercade",
            "Unpacked PostgreSQL programs; may be deleted while no mediator runs. `~/.cache` stands in for an unset"
                    + " XDG_CACHE_HOME."),
    TLS_CERT("--tls-cert", "", "PEM file with the certificate and its chain; needs the key too."),
    TLS_KEY("--tls-key", "", "PEM file with the private key that belongs to the certificate."),
    ALLOW_PLAIN_HTTP(
            "--allow-plain-http",
            "false",
            "Plain HTTP also beyond loopback, for a reverse proxy that speaks HTTPS; passwords then cross that wire in"
                    + " the clear."),
    TRUSTED_PROXIES(
            "",
            "",
            "Addresses and CIDR blocks, separated by commas, of reverse proxies whose `X-Forwarded-For`, `-Proto` and"
                    + " `-Host` are believed; nobody else's are."),
    DB_URL(
            "",
            "",
            "JDBC URL of a PostgreSQL 15 or newer of your own; unset, the mediator runs one in its data directory."),
    DB_USER("", "peercade", "User for PEERCADE_DB_URL."),
    DB_PASSWORD("", "", "Password for PEERCADE_DB_URL."),
    REGISTRATION("", "open", "`open`: anyone may make an account; `closed`: nobody."),
    OPERATORS(
            "",
            "",
            "User names, separated by commas, that may see metrics and administration and add relay nodes; their accounts can only be made"
                    + " on the mediator's own machine."),
    REGISTRATIONS_PER_HOUR("", "100", "Accounts that one address may make at once, and then each hour."),
    ORIGINS(
            "",
            "",
            "Origins of other sites' pages that may act here, separated by commas, such as `https://play.example`."),
    ACCESS_TOKEN_LIFE("", "15m", "How long the token of the polls is good."),
    DEVICE_TOKEN_LIFE("", "180d", "How long a desktop app stays signed in without the password."),
    KEEP_ENDED(
            "",
            "30d",
            "How long sessions that are FINISHED, requests that are CLOSED and games that nobody plays are kept."),
    GAMES_MAX("", "100000", "Names that the catalogue of games takes; then the oldest that no session uses make room."),
    GAMES_PER_HOUR("", "200", "New names of games that one peer may add at once, and then each hour."),
    SESSIONS_PER_HOUR("", "120", "Streaming sessions that one peer may make at once, and then each hour."),
    VIEW_REQUESTS_PER_HOUR("", "600", "Times that one peer may ask to view at once, and then each hour."),
    RELAY_ACCESSES_PER_HOUR(
            "", "600", "Times that one peer may ask for leave to use relay nodes at once, and then each hour.");

    private static final String PREFIX = "PEERCADE_";

    private final String flag;
    private final String defaultText;
    private final String meaning;

    Setting(String flag, String defaultText, String meaning) {
        this.flag = flag;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    public String variable() {
        return PREFIX + name();
    }

    /// The flag of `peercade server`, or empty where only the environment sets it.
    public String flag() {
        return flag;
    }

    /// The default as a person reads it; empty where unset is the default.
    public String defaultText() {
        return defaultText;
    }

    public String meaning() {
        return meaning;
    }

    /// How to name it in a remedy, such as `--port (PEERCADE_PORT)`.
    String named() {
        return flag.isEmpty() ? variable() : flag + " (" + variable() + ")";
    }
}
