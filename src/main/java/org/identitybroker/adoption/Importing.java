package org.identitybroker.adoption;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.identitybroker.audit.Origin;
import org.identitybroker.caller.Caller;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.exchange.RequestBodies;
import org.identitybroker.identity.IdentityAdoptions;
import org.identitybroker.identity.IdentityLinks;
import org.identitybroker.pool.Pool;
import org.identitybroker.problem.ProblemCode;
import org.identitybroker.problem.RefusedException;
import org.jboss.logging.Logger;

/// Runs imports from the first line to the answer, a few at a time.
@ApplicationScoped
class Importing {
    private static final Logger LOG = Logger.getLogger(Importing.class);

    /// Each holds one of the replica's twenty database connections most of the time; token requests need the rest.
    static final int AT_ONCE_MAX = 3;

    /// Imports take minutes, so there is no point in asking every second.
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Semaphore room = new Semaphore(AT_ONCE_MAX);
    private final RequestBodies json;
    private final CognitoGateway cognito;
    private final CheckPace pace;
    private final IdentityLinks links;
    private final IdentityAdoptions adoptions;
    private final ImportRuns runs;

    Importing(
            RequestBodies json,
            CognitoGateway cognito,
            CheckPace pace,
            IdentityLinks links,
            IdentityAdoptions adoptions,
            ImportRuns runs) {
        this.json = json;
        this.cognito = cognito;
        this.pace = pace;
        this.links = links;
        this.adoptions = adoptions;
        this.runs = runs;
    }

    /// @throws RefusedException `rate-limited` if too many are under way; otherwise why the import could not go on
    ImportAnswer run(Caller caller, Origin origin, Pool pool, boolean verify, InputStream body) {
        if (!room.tryAcquire()) {
            throw RefusedException.rateLimited("This replica has enough imports under way.", RETRY_AFTER);
        }
        try {
            ImportOrder order = new ImportOrder(UUID.randomUUID(), caller, origin, pool, verify);
            runs.start(order);
            return run(order, body);
        } finally {
            room.release();
        }
    }

    private ImportAnswer run(ImportOrder order, InputStream body) {
        ImportTally tally = new ImportTally();
        ImportProgress progress = new ImportProgress(order, runs);
        try (IncomingLines lines = new IncomingLines(body)) {
            anImport(order, tally, progress).read(lines);
            PatientStore.call(() -> {
                runs.finish(order.id(), tally.counts());
                return order;
            });
        } catch (RefusedException refused) {
            throw stopped(order, tally, progress, refused.code(), reason(refused));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw stopped(order, tally, progress, ProblemCode.STORE_UNAVAILABLE, "The broker is ending.");
        } catch (RuntimeException bug) {
            stopped(order, tally, progress, ProblemCode.INTERNAL, "");
            throw bug;
        }
        progress.log("is finished", tally);
        return tally.answer(order.id().toString(), order.pool().name().value());
    }

    private Import anImport(ImportOrder order, ImportTally tally, ImportProgress progress) {
        CognitoChecks checks = new CognitoChecks(cognito, pace, order.pool());
        return new Import(
                order,
                new LineCheck(json, order),
                checks,
                links,
                new ImportBatch(order, adoptions, checks, tally),
                tally,
                progress);
    }

    private RefusedException stopped(
            ImportOrder order, ImportTally tally, ImportProgress progress, ProblemCode code, String reason) {
        progress.log("has failed (" + code.code() + ")", tally);
        try {
            runs.fail(order.id(), tally.counts(), code);
        } catch (RefusedException _) {
            LOG.warnf("import %s could not be marked as failed; it will show as interrupted", order.id());
        }
        return new RefusedException(
                code, reason + " The lines before are stored; send all again. Import " + order.id() + ".");
    }

    private static String reason(RefusedException refused) {
        return refused.errors().isEmpty()
                ? refused.detail()
                : "The body " + refused.errors().getFirst().message() + ".";
    }
}
