package org.identitybroker.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.NullUnmarked;

/// A row of `identity`. Fields are filled by Hibernate.
@Entity
@Table(name = "identity")
@NullUnmarked
class IdentityRow extends PanacheEntityBase {
    @Id
    @Column(name = "identity_id")
    String identityId;

    String pool;

    String status;

    @Column(name = "status_reason")
    String statusReason;

    @Column(name = "created_at")
    OffsetDateTime createdAt;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;
}
