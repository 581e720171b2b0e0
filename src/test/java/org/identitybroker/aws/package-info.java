/// `deploy/aws`: whether the CloudFormation template gives users, guests and the broker what they need and nothing
/// else.
@NullMarked
package org.identitybroker.aws;

import org.jspecify.annotations.NullMarked;
