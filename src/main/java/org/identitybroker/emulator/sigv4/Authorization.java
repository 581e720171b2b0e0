package org.identitybroker.emulator.sigv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A parsed `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
record Authorization(Scope scope, List<String> signedHeaders, String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final String CREDENTIAL = "Credential";
    private static final String SIGNATURE = "Signature";
    private static final String SIGNED_HEADERS = "SignedHeaders";

    static boolean isSigV4(String header) {
        return header.startsWith(ALGORITHM + " ");
    }

    /// One sentence for each parameter that is missing, as AWS words them; empty if none is.
    static String missing(String header) {
        Map<String, String> found = parameters(header);
        return Stream.of(CREDENTIAL, SIGNATURE, SIGNED_HEADERS)
                .filter(name -> !found.containsKey(name))
                .map("Authorization header requires '%s' parameter."::formatted)
                .collect(Collectors.joining(" "));
    }

    /// Empty if a parameter is missing or the credential has not its five parts.
    static Optional<Authorization> parse(String header) {
        Map<String, String> found = parameters(header);
        String[] signedHeaders = found.getOrDefault(SIGNED_HEADERS, "").split(";");
        String signature = found.getOrDefault(SIGNATURE, "");
        return Scope.parse(found.getOrDefault(CREDENTIAL, ""))
                .map(scope -> new Authorization(scope, List.of(signedHeaders), signature));
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new HashMap<>();
        for (String parameter : header.substring(ALGORITHM.length()).split(",", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                found.put(
                        parameter.substring(0, equals).strip(),
                        parameter.substring(equals + 1).strip());
            }
        }
        return found;
    }
}
