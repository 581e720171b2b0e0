package com.example.app;

import com.example.app.Backend.AwsIdentity;
import com.example.app.Backend.Problem;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.s3.S3Client;

/// Whoever uses the app: a guest, then a user, then perhaps another one.
public final class Account {
    /// The user cannot have the guest's identity: has one already, somebody else has it, or Cognito does not know it.
    private static final Set<String> NOT_FOR_THIS_USER =
            Set.of("user-already-linked", "identity-conflict", "login-rejected");

    private static final String GUEST = "guestIdentityId";

    private final Backend backend;
    private final CognitoIdentityClient cognito;
    private final String identityPoolId;
    private final Function<AwsCredentialsProvider, S3Client> clients;
    private final Map<String, String> store;
    private final Clock clock;

    private String identityId = "";
    private Optional<S3Client> s3 = Optional.empty();

    /// @param cognito with `AnonymousCredentialsProvider`: these calls are public
    /// @param clients makes a client for each user
    /// @param store lasts longer than the app, as `java.util.prefs.Preferences` do
    public Account(
            Backend backend,
            CognitoIdentityClient cognito,
            String identityPoolId,
            Function<AwsCredentialsProvider, S3Client> clients,
            Map<String, String> store,
            Clock clock) {
        this.backend = backend;
        this.cognito = cognito;
        this.identityPoolId = identityPoolId;
        this.clients = clients;
        this.store = store;
        this.clock = clock;
    }

    public String identityId() {
        return identityId;
    }

    /// To be asked for each time: a client goes on with the credentials of its user.
    public S3Client s3() {
        return s3.orElseThrow(() -> new IllegalStateException("nobody is signed in"));
    }

    // region: user
    private void becomeUser(Map<String, String> request) {
        // The sign-in's token serves once. Each renewal asks the backend for another.
        AtomicReference<AwsIdentity> first = new AtomicReference<>(backend.awsIdentity(request));
        String identity = first.get().identityId();
        become(identity, () -> {
            AwsIdentity answer =
                    Optional.ofNullable(first.getAndSet(null)).orElseGet(() -> backend.awsIdentity(Map.of()));
            if (!answer.identityId().equals(identity)) {
                throw new IllegalStateException("the user has another identity now: sign in again");
            }
            return redeem(identity, answer.logins());
        });
    }

    /// GetCredentialsForIdentity with what the backend gave, and nothing else: Cognito refuses the token in GetId.
    private Credentials redeem(String identity, Map<String, String> logins) {
        return cognito.getCredentialsForIdentity(
                        request -> request.identityId(identity).logins(logins))
                .credentials();
    }
    // endregion

    // region: guest
    /// A guest needs no backend. This is the only place where GetId is called, once: the id is kept in the store.
    public void becomeGuest() {
        String guest = store.computeIfAbsent(
                GUEST,
                _ -> cognito.getId(request -> request.identityPoolId(identityPoolId))
                        .identityId());
        become(
                guest,
                () -> cognito.getCredentialsForIdentity(request -> request.identityId(guest))
                        .credentials());
    }

    /// The guest's identity becomes the user's, with all that is stored under it, if that can be.
    private void becomeUserInsteadOf(String guest) {
        try {
            becomeUser(Map.of(GUEST, guest));
        } catch (Problem problem) {
            if (!NOT_FOR_THIS_USER.contains(problem.code())) {
                throw problem;
            }
            becomeUser(Map.of());
        }
    }
    // endregion

    // region: account
    /// Answers whether what the guest stored is the user's now. If not, copy it with the guest's client while that one
    /// still works.
    public boolean signIn(String name, String password) {
        backend.signIn(name, password);
        Optional<String> guest = Optional.ofNullable(store.get(GUEST));
        guest.ifPresentOrElse(this::becomeUserInsteadOf, () -> becomeUser(Map.of()));
        store.remove(GUEST);
        return guest.equals(Optional.of(identityId));
    }

    public void signOut() {
        s3.ifPresent(S3Client::close);
        s3 = Optional.empty();
        identityId = "";
        backend.signOut();
    }

    private void become(String identity, Supplier<Credentials> source) {
        RenewedCredentials credentials = new RenewedCredentials(source, clock);
        s3 = Optional.of(clients.apply(credentials));
        identityId = identity;
    }
    // endregion
}
