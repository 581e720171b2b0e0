package org.identitybroker.trail;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.identitybroker.store.Store;
import org.jspecify.annotations.Nullable;

/// The events that are stored.
@ApplicationScoped
class RecordedEvents {
    private final AgroalDataSource database;
    private final Store store;

    RecordedEvents(AgroalDataSource database, Store store) {
        this.database = database;
        this.store = store;
    }

    /// Newest first.
    List<StoredEvent> find(EventSearch search) {
        try (Connection connection = database.getConnection();
                PreparedStatement query = new EventQuery(search).prepare(connection);
                ResultSet rows = query.executeQuery()) {
            List<StoredEvent> found = new ArrayList<>();
            while (rows.next()) {
                found.add(event(rows));
            }
            return found;
        } catch (SQLException failure) {
            throw store.refusalOf(failure);
        }
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        Instant occurredAt = row.getObject("occurred_at", OffsetDateTime.class).toInstant();
        return new StoredEvent(
                occurredAt,
                new EventAnswer(
                        row.getObject("id", UUID.class),
                        StoredEvent.wholeSeconds(occurredAt),
                        row.getString("type"),
                        row.getString("outcome"),
                        row.getString("problem_code"),
                        row.getString("caller"),
                        row.getString("pool"),
                        row.getString("user_id"),
                        row.getString("identity_id"),
                        row.getString("previous_identity_id"),
                        hex(row.getBytes("token_sha256")),
                        time(row.getObject("token_expires_at", OffsetDateTime.class)),
                        row.getBoolean("reused"),
                        texts(row.getArray("tag_keys")),
                        texts(row.getArray("login_providers")),
                        row.getString("request_id"),
                        row.getString("trace_id"),
                        row.getString("cognito_request_id"),
                        row.getString("client_address")));
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable Instant time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time)
                .map(OffsetDateTime::toInstant)
                .map(StoredEvent::wholeSeconds)
                .orElse(null);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
