package org.identitybroker.emulator.s3;

import java.util.Arrays;
import java.util.Optional;
import org.identitybroker.emulator.http.Headers;

/// `If-Match` and `If-None-Match` (Amazon S3 user guide: "Conditional requests").
record Preconditions(Headers headers) {
    /// Whether the object is answered at all; false if the client has it already.
    boolean allowReading(StoredObject object) {
        if (headers.first("If-Match").filter(tags -> !names(tags, object)).isPresent()) {
            throw new S3Refusal(S3Error.PreconditionFailed).with("Condition", "If-Match");
        }
        return headers.first("If-None-Match")
                .filter(tags -> names(tags, object))
                .isEmpty();
    }

    boolean allowWriting(Optional<StoredObject> present) {
        boolean isUnchanged = headers.first("If-Match")
                .map(tags -> present.filter(object -> names(tags, object)).isPresent())
                .orElse(true);
        boolean isNew = headers.first("If-None-Match")
                .map(tags -> present.filter(object -> names(tags, object)).isEmpty())
                .orElse(true);
        return isUnchanged && isNew;
    }

    private static boolean names(String tags, StoredObject object) {
        return Arrays.stream(tags.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*")
                        || tag.replace("\"", "").equals(object.etag().replace("\"", "")));
    }
}
