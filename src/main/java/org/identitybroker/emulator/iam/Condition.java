package org.identitybroker.emulator.iam;

import java.util.List;

/// One condition of a statement: all of a statement's conditions must hold, for each any of its values.
record Condition(Operator operator, String key, List<Template> values) {
    boolean isResolvable(Context context) {
        return values.stream().allMatch(value -> value.isResolvable(context));
    }

    boolean holds(Context context) {
        return operator.holds(context.all(key), values, context);
    }
}
