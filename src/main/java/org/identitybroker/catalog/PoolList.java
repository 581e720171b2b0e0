package org.identitybroker.catalog;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Every pool that a caller may use, by name.
@Schema(name = "PoolList")
public record PoolList(List<PoolAnswer> items) {}
