package org.identitybroker.diagnosis;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.identitybroker.cognito.CognitoFailedException;
import org.identitybroker.cognito.CognitoFailure;
import org.identitybroker.cognito.CognitoGateway;
import org.identitybroker.cognito.LookupPace;
import org.identitybroker.identity.MappingSample;
import org.identitybroker.pool.Pool;

/// Whether Cognito still has the users that the mapping says it has, on a sample: it grants few lookups.
final class MappingCheck {
    /// Less than a question has, so that what was compared until then is told.
    private static final Duration TIME_MAX = Duration.ofSeconds(3);

    private final MappingSample sample;
    private final CognitoGateway cognito;
    private final LookupPace pace;

    MappingCheck(MappingSample sample, CognitoGateway cognito, LookupPace pace) {
        this.sample = sample;
        this.cognito = cognito;
        this.pace = pace;
    }

    /// One lookup for each, at the pace of this replica's imports.
    ///
    /// @param most identities to compare
    Comparison compare(Pool pool, int most) throws InterruptedException {
        long end = System.nanoTime() + TIME_MAX.toNanos();
        List<MappingSample.Drawn> drawn = sample.draw(pool.name(), most);
        int compared = 0;
        int lost = 0;
        int different = 0;
        int shared = 0;
        for (MappingSample.Drawn identity : drawn) {
            if (System.nanoTime() - end > 0) {
                break;
            }
            pace.await();
            Set<String> users = usersAtCognito(pool, identity);
            compared++;
            if (users.isEmpty()) {
                lost++;
            } else if (!users.containsAll(identity.developerUserIdentifiers())) {
                different++;
            } else if (users.size() > identity.developerUserIdentifiers().size()) {
                shared++;
            }
        }
        return new Comparison(compared, lost, different, shared, drawn.size() - compared);
    }

    /// Those that are looked for, and any others.
    private Set<String> usersAtCognito(Pool pool, MappingSample.Drawn identity) {
        try {
            return cognito.developerUserIdentifiers(pool, identity.id());
        } catch (CognitoFailedException failure) {
            // Cognito's word for an identity that is disabled there: nobody gets a token of it any more.
            if (failure.failure() == CognitoFailure.LOGIN_REFUSED) {
                return new HashSet<>();
            }
            throw failure;
        }
    }

    static Outcome judge(Comparison comparison) {
        int compared = comparison.compared();
        if (compared == 0) {
            return comparison.unanswered() == 0
                    ? Outcome.pass("The mapping has no user yet, so there is nothing to compare.")
                    : Outcome.warn("Could not be checked: no lookup was answered in time.", "Ask again.");
        }
        int wrong = comparison.lost() + comparison.different();
        String sampled = "Of a sample of " + compared + " identities, ";
        if (wrong + comparison.shared() == 0) {
            return Outcome.pass(sampled + "all have the same users at Cognito as here.");
        }
        String finding = sampled + comparison.lost() + " have no user at Cognito, " + comparison.different()
                + " have not all of their users there, and " + comparison.shared()
                + " have users there whom the broker does not know.";
        String remedy =
                "Somebody changes the pool past the broker: look for DeleteIdentities, UnlinkDeveloperIdentity and"
                        + " MergeDeveloperIdentities in CloudTrail, and compare all by an import with verify=true (docs/imports.md).";
        // All of them wrong is another pool, or another key of the pseudonyms.
        return wrong == compared
                ? Outcome.fail(
                        finding + " The database and the pool do not belong together.",
                        "Check that the database, identity-pool-id and user-identifier-key are those of one environment. "
                                + remedy)
                : Outcome.warn(finding, remedy);
    }
}
