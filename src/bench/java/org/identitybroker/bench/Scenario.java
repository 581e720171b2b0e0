package org.identitybroker.bench;

import java.util.List;

/// Something that is measured together.
@FunctionalInterface
interface Scenario {
    List<Figure> measure(Stage stage, Settings settings) throws Exception;
}
