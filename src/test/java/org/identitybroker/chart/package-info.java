/// The Helm chart and the plain manifests in `deploy`, linted and rendered by Helm itself, without a cluster.
@NullMarked
package org.identitybroker.chart;

import org.jspecify.annotations.NullMarked;
