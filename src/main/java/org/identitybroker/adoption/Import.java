package org.identitybroker.adoption;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.identitybroker.adoption.IncomingLines.Arrival;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.identity.DeveloperLogin;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;

/// One import on its way. Lines are checked one by one, and stored in batches; no transaction is open while a line is
/// awaited or Cognito is asked.
final class Import {
    /// What is read must show, and must outlive a crash, even if the sender is slow.
    private static final Duration BATCH_AGE_MAX = Duration.ofSeconds(1);

    private final ImportOrder order;
    private final LineCheck lineCheck;
    private final CognitoChecks checks;
    private final IdentityLinks links;
    private final ImportBatch batch;
    private final ImportTally tally;
    private final ImportProgress progress;
    private long batchBegan = System.nanoTime();

    Import(
            ImportOrder order,
            LineCheck lineCheck,
            CognitoChecks checks,
            IdentityLinks links,
            ImportBatch batch,
            ImportTally tally,
            ImportProgress progress) {
        this.order = order;
        this.lineCheck = lineCheck;
        this.checks = checks;
        this.links = links;
        this.batch = batch;
        this.tally = tally;
        this.progress = progress;
    }

    /// Returns when every line has been counted.
    ///
    /// @throws RefusedException if the import cannot go on; what was read before is stored, if the database permits
    void read(IncomingLines lines) throws InterruptedException {
        try {
            while (take(lines.next(untilStored()))) {
                if (batch.isFull() || untilStored().isZero()) {
                    store();
                }
            }
            store();
        } catch (RefusedException stopped) {
            if (stopped.code() != ProblemCode.STORE_UNAVAILABLE) {
                store();
            }
            throw stopped;
        }
    }

    private boolean take(Optional<Arrival> arrival) throws InterruptedException {
        if (arrival.isEmpty()) {
            return true;
        }
        switch (arrival.get()) {
            case Arrival.OfLine(Line line) -> take(line);
            case Arrival.OfEnd() -> {
                return false;
            }
            case Arrival.OfBreak() -> throw RefusedException.invalid("", "ended before it was complete");
        }
        return true;
    }

    private void take(Line line) throws InterruptedException {
        Optional<Candidate> candidate = lineCheck.read(line, tally::failed);
        if (candidate.isEmpty()) {
            return;
        }
        if (order.verify() || candidate.get().identity().isEmpty() || order.mustProve()) {
            lookUp(candidate.get());
        } else {
            batch.add(candidate.get());
        }
    }

    /// A user who is here needs no lookup if the line claims nothing else, or the repeat of an import that broke off
    /// would take as long as the first.
    private void lookUp(Candidate candidate) throws InterruptedException {
        Optional<DeveloperLogin> known = PatientStore.call(find(candidate));
        if (!order.verify()
                && known.filter(login -> claimsNothingElse(candidate, login)).isPresent()) {
            tally.unchanged();
            return;
        }
        String identifier = known.map(DeveloperLogin::developerUserIdentifier)
                .orElseGet(() ->
                        order.pool().developerUserIdentifier(candidate.user().value()));
        try {
            compare(candidate, checks.identityOf(identifier));
        } catch (CognitoFailedException failed) {
            ProblemCode code = CognitoChecks.code(failed);
            tally.failed(candidate.finding(code.code(), code.title()));
        }
    }

    private static boolean claimsNothingElse(Candidate candidate, DeveloperLogin login) {
        return candidate.identity().isEmpty() || candidate.identity().get().equals(login.identity());
    }

    private Supplier<Optional<DeveloperLogin>> find(Candidate candidate) {
        return () -> links.find(order.pool().name(), candidate.user());
    }

    private void compare(Candidate candidate, Optional<IdentityId> answered) {
        if (answered.isEmpty()) {
            tally.failed(candidate.finding(ProblemCode.NOT_FOUND.code(), "Cognito does not know the user."));
        } else if (candidate.identity().isPresent() && !candidate.identity().equals(answered)) {
            tally.conflicting(candidate.finding("cognito-differs", "Cognito has another identity for the user."));
        } else {
            batch.add(candidate.confirmedAs(answered.get()));
        }
    }

    private Duration untilStored() {
        Duration age = Duration.ofNanos(System.nanoTime() - batchBegan);
        return age.compareTo(BATCH_AGE_MAX) >= 0 ? Duration.ZERO : BATCH_AGE_MAX.minus(age);
    }

    private void store() throws InterruptedException {
        batch.store();
        progress.show(tally);
        batchBegan = System.nanoTime();
    }
}
