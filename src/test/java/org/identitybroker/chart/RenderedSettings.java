package org.identitybroker.chart;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The settings in a ConfigMap, read as the broker's configuration library reads its file.
final class RenderedSettings {
    private RenderedSettings() {}

    static Map<Object, Object> of(ConfigMap map) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(map.getData().get("application.properties")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new TreeMap<>(properties);
    }
}
