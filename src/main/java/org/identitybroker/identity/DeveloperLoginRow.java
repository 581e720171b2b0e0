package org.identitybroker.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import org.jspecify.annotations.NullUnmarked;

/// A row of `developer_login`. Fields are filled by Hibernate.
@Entity
@Table(name = "developer_login")
@IdClass(DeveloperLoginRow.Key.class)
@NullUnmarked
class DeveloperLoginRow extends PanacheEntityBase {
    /// The primary key.
    record Key(String pool, String userId) implements Serializable {
        /// Hibernate prints keys in the messages of its exceptions.
        @Override
        public String toString() {
            return "Key[redacted]";
        }
    }

    @Id
    String pool;

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "identity_id")
    String identityId;

    @Column(name = "developer_user_identifier")
    String developerUserIdentifier;

    @Column(name = "key_id")
    String keyId;

    @Column(name = "linked_at")
    OffsetDateTime linkedAt;

    @Column(name = "linked_by")
    String linkedBy;
}
