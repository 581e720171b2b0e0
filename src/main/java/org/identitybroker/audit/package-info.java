/// What has happened, kept so that it cannot be skipped: the events, the table `audit_event` and its partitions, and
/// the group commit that writes them before an exchange is answered. Imports `exchange`, `problem`, `setting`,
/// `store` and `tracing`.
@NullMarked
package org.identitybroker.audit;

import org.jspecify.annotations.NullMarked;
