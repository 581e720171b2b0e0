package org.identitybroker.clients;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands one [GuideWorld] to all tests of a run: a broker and its database take seconds to start.
class GuideWorlds implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GuideWorld.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(GuideWorld.class))
                .getOrComputeIfAbsent(GuideWorld.class, _ -> start(), GuideWorld.class);
    }

    private static GuideWorld start() {
        try {
            return new GuideWorld();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
