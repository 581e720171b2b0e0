package org.identitybroker.emulator.s3;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.identitybroker.emulator.http.UriEncoding;

/// The parameters of a query, decoded. Prints only their names: a presigned one is as good as credentials.
record Query(List<Parameter> parameters) {
    record Parameter(String name, String value) {
        private static Parameter of(String encoded) {
            int equals = encoded.indexOf('=');
            String name = equals < 0 ? encoded : encoded.substring(0, equals);
            String value = equals < 0 ? "" : encoded.substring(equals + 1);
            return new Parameter(decoded(name), decoded(value));
        }

        private static String decoded(String encoded) {
            return UriEncoding.decode(encoded.replace('+', ' '));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// @throws IllegalArgumentException if an escape is malformed
    static Query parse(String query) {
        return new Query(Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(Parameter::of)
                .toList());
    }

    Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    boolean has(String name) {
        return first(name).isPresent();
    }

    /// As clients sign it: each name and value encoded anew, without the signature itself.
    String signed() {
        return parameters.stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> UriEncoding.encode(parameter.name()) + "=" + UriEncoding.encode(parameter.value()))
                .collect(Collectors.joining("&"));
    }
}
