package dev.peercade.mediator.config;

/// Where a PostgreSQL answers and how to log in.
///
/// @param url a JDBC URL, `jdbc:postgresql://host:port/database`
public record DatabaseAddress(String url, String user, String password) {

    /// Without the password; a JDBC URL can carry one too, so it is left out as well.
    @Override
    public String toString() {
        return "DatabaseAddress[user=" + user + "]";
    }
}
