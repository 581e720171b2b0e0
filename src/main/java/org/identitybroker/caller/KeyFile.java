package org.identitybroker.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/// Keys in a file, read again when the file changes, so that keys are rotated without a restart. A file that becomes
/// unreadable or wrong does not take the callers' access away: the keys from before stay until it is right again.
final class KeyFile implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(KeyFile.class);

    /// Short beside the time that a ConfigMap or Secret takes to arrive, and far from a system call for each token.
    private static final long CHECK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private record Version(FileTime modified, long size) {}

    private final Path file;
    private final LongSupplier nanoTime;
    private final AtomicLong checkedAt;
    private Optional<Version> seen;
    private volatile VerificationKeyResolver keys;

    /// @throws RuntimeException if the file cannot be read or understood: at start that is a mistake in the settings
    KeyFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.checkedAt = new AtomicLong(nanoTime.getAsLong());
        this.seen = version();
        this.keys = read();
    }

    /// A token whose key is not known is worth another look at the file, which may have just changed. Looking costs
    /// one system call, so that made-up key ids do no harm.
    @Override
    @SuppressWarnings("ReferenceEquality") // every reading makes keys of its own, and keys cannot be compared
    public Key resolveKey(JsonWebSignature jws, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        checkNowAndThen();
        VerificationKeyResolver current = keys;
        try {
            return current.resolveKey(jws, nesting);
        } catch (UnresolvableKeyException unknown) {
            readIfChanged();
            if (keys == current) {
                throw unknown;
            }
            return keys.resolveKey(jws, nesting);
        }
    }

    private void checkNowAndThen() {
        long last = checkedAt.get();
        long now = nanoTime.getAsLong();
        if (now - last >= CHECK_EVERY_NANOS && checkedAt.compareAndSet(last, now)) {
            readIfChanged();
        }
    }

    private synchronized void readIfChanged() {
        Optional<Version> current = version();
        if (current.equals(seen)) {
            return;
        }
        // Before the file is read: if it is written meanwhile, its version is another one again.
        seen = current;
        try {
            keys = read();
            LOG.infof("read the changed keys in %s", file);
        } catch (RuntimeException _) {
            // Without the reason, which may repeat what is in the file.
            LOG.warnf("the changed keys in %s cannot be read or understood; the keys from before stay", file);
        }
    }

    /// Empty if there is no such file.
    private Optional<Version> version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Version(attributes.lastModifiedTime(), attributes.size()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private VerificationKeyResolver read() {
        try {
            return IssuerKeys.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
