package org.identitybroker.adoption;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.identity.AdoptionOutcome;
import org.identitybroker.identity.AdoptionOutcome.OthersIdentity;
import org.identitybroker.identity.IdentityAdoptions;
import org.identitybroker.identity.IdentityId;
import org.identitybroker.identity.NewLogin;
import org.identitybroker.identity.UserId;
import org.identitybroker.problem.ProblemCode;

/// Lines that wait to be stored together, and what becomes of them.
final class ImportBatch {
    /// Large enough that the commit is a small part of the work, small enough that a transaction takes some
    /// milliseconds and holds up no request.
    static final int LINES_MAX = 500;

    private final ImportOrder order;
    private final IdentityAdoptions adoptions;
    private final CognitoChecks checks;
    private final ImportTally tally;
    private List<Candidate> waiting = new ArrayList<>();

    ImportBatch(ImportOrder order, IdentityAdoptions adoptions, CognitoChecks checks, ImportTally tally) {
        this.order = order;
        this.adoptions = adoptions;
        this.checks = checks;
        this.tally = tally;
    }

    void add(Candidate candidate) {
        waiting.add(candidate);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isFull() {
        return waiting.size() >= LINES_MAX;
    }

    /// Stores the lines in turns in which no user and no identity comes twice, so that each line is judged by those
    /// before it.
    void store() throws InterruptedException {
        while (!waiting.isEmpty()) {
            Set<UserId> users = new HashSet<>();
            Set<IdentityId> identities = new HashSet<>();
            List<Candidate> turn = new ArrayList<>();
            List<Candidate> later = new ArrayList<>();
            for (Candidate next : waiting) {
                // Both are noted even if one is known: what comes after a line that has to wait, waits for it.
                boolean newUser = users.add(next.user());
                boolean newIdentity = identities.add(next.identity().orElseThrow());
                (newUser && newIdentity ? turn : later).add(next);
            }
            waiting = later;
            storeTurn(turn);
        }
    }

    private void storeTurn(List<Candidate> turn) throws InterruptedException {
        List<NewLogin> logins = turn.stream().map(next -> next.login(order)).toList();
        List<AdoptionOutcome> outcomes = PatientStore.call(() -> adoptions.adopt(logins));
        for (int i = 0; i < turn.size(); i++) {
            if (outcomes.get(i) instanceof OthersIdentity others && turn.get(i).confirmed()) {
                storeShared(turn.get(i), logins.get(i), others);
            } else {
                count(turn.get(i), outcomes.get(i));
            }
        }
    }

    /// Somebody may have merged the users at Cognito; then each of them is linked to the identity there.
    private void storeShared(Candidate line, NewLogin login, OthersIdentity others) throws InterruptedException {
        try {
            Set<String> linked = checks.developerUserIdentifiers(login.identity());
            boolean shared = linked.contains(login.developerUserIdentifier())
                    && linked.containsAll(others.developerUserIdentifiers());
            AdoptionOutcome outcome = shared
                    ? PatientStore.call(() -> adoptions.adopt(List.of(login.confirmedAsShared())))
                            .getFirst()
                    : others;
            count(line, outcome);
        } catch (CognitoFailedException failed) {
            ProblemCode code = CognitoChecks.code(failed);
            tally.failed(line.finding(code.code(), code.title()));
        }
    }

    private void count(Candidate line, AdoptionOutcome outcome) {
        switch (outcome) {
            case AdoptionOutcome.Stored _ -> tally.imported();
            case AdoptionOutcome.Unchanged _ -> tally.unchanged();
            case AdoptionOutcome.UserHasAnother _ ->
                conflict(line, ProblemCode.USER_ALREADY_LINKED, "The user has another identity here.");
            // One answer for both, because pools that the caller may not use are none of its business.
            case AdoptionOutcome.OthersIdentity _, AdoptionOutcome.OfAnotherPool _ ->
                conflict(line, ProblemCode.IDENTITY_CONFLICT, "The identity is, or was, not this user's alone.");
            case AdoptionOutcome.Disabled _ ->
                conflict(line, ProblemCode.IDENTITY_DISABLED, "The identity is disabled.");
            case AdoptionOutcome.Overtaken _ ->
                tally.failed(line.finding(
                        ProblemCode.STORE_UNAVAILABLE.code(), "The mapping was changed meanwhile; repeat the import."));
        }
    }

    private void conflict(Candidate line, ProblemCode code, String message) {
        tally.conflicting(line.finding(code.code(), message));
    }
}
