package org.identitybroker.emulator.iam;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// One statement of a policy.
record Statement(boolean allows, Selection actions, Selection resources, List<Condition> conditions) {
    /// `Action` or `NotAction`, `Resource` or `NotResource`.
    ///
    /// @param isInverted whether it selects everything but what it lists
    record Selection(List<Template> templates, boolean isInverted) {
        private boolean selects(String text, Context context) {
            return templates.stream()
                            .anyMatch(template -> template.wildcards(context).match(text))
                    != isInverted;
        }
    }

    /// A variable without a value keeps the whole statement from matching, also in a list of which other
    /// entries match.
    boolean matches(AccessRequest request) {
        Context context = request.context();
        return hasValuesForAll(context)
                && actions.selects(request.action().toLowerCase(Locale.ROOT), context)
                && resources.selects(request.resource(), context)
                && conditions.stream().allMatch(condition -> condition.holds(context));
    }

    private boolean hasValuesForAll(Context context) {
        Predicate<Template> isResolvable = template -> template.isResolvable(context);
        return resources.templates().stream().allMatch(isResolvable)
                && conditions.stream().allMatch(condition -> condition.isResolvable(context));
    }
}
