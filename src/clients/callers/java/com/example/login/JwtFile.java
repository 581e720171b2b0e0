package com.example.login;

// region: file
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// JWTs that somebody else keeps fresh in a file: a kubelet.
public record JwtFile(Path file) implements CallerJwts {
    @Override
    public String get() {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
// endregion
