package org.identitybroker.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.app.Account;
import com.example.app.Backend;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.identitybroker.emulator.fault.Fault;
import org.identitybroker.emulator.fault.FaultKind;
import org.identitybroker.emulator.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The code of `docs/clients/java.md`.
@Tag("clients")
@ExtendWith(GuideWorlds.class)
class JavaGuideIT {
    private static final Map<String, Long> ONE_RENEWAL =
            Map.of("GetOpenIdTokenForDeveloperIdentity", 1L, "GetCredentialsForIdentity", 1L);

    private final List<Duration> waited = new ArrayList<>();

    private GuideWorld world;
    private AppBackend backend;
    private CognitoIdentityClient cognito;

    @BeforeEach
    void connect(GuideWorld shared) throws Exception {
        world = shared;
        backend = world.backend("java");
        cognito = CognitoIdentityClient.builder()
                .endpointOverride(world.cognito().endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    @AfterEach
    void leave() throws Exception {
        world.cognito().faults().clear();
        world.cognito().clock().offset(Duration.ZERO);
        cognito.close();
        backend.close();
        world.requireGoodManners("java");
    }

    @Test
    void aGuestBecomesAUserAndKeepsIdentityAndData() {
        Map<String, String> store = new HashMap<>();
        Account guest = account(store);
        assertThat(callsOf(guest::becomeGuest)).isEqualTo(Map.of("GetId", 1L, "GetCredentialsForIdentity", 1L));
        upload(guest, "notes.txt", "of a guest");

        Account returned = account(store);
        assertThat(callsOf(returned::becomeGuest)).isEqualTo(Map.of("GetCredentialsForIdentity", 1L));
        assertThat(returned.signIn("carol", "songs")).isTrue();
        assertThat(returned.identityId()).isEqualTo(guest.identityId());
        assertThat(download(returned.s3(), returned.identityId(), "notes.txt")).isEqualTo("of a guest");
        assertThat(store).isEmpty();
    }

    @Test
    void theFirstSignInCostsOneToken() {
        Account alice = account(new HashMap<>());
        assertThat(callsOf(() -> {
                    assertThat(alice.signIn("alice", "wonderland")).isFalse();
                    upload(alice, "1.txt", "hello");
                    upload(alice, "2.txt", "hello");
                }))
                .isEqualTo(ONE_RENEWAL);
        assertThatThrownBy(() -> download(alice.s3(), "eu-west-1:somebody-else", "x"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(403));
    }

    @Test
    void credentialsAreRenewedByOneNewRequest() {
        Account alice = account(new HashMap<>());
        alice.signIn("alice", "wonderland");

        passTo(40);
        assertThat(callsOf(() -> upload(alice, "a.txt", "still good"))).isEmpty();
        passTo(58);
        assertThat(callsOf(() -> upload(alice, "b.txt", "about to end"))).isEqualTo(ONE_RENEWAL);
        passTo(58 + 24 * 60);
        assertThat(callsOf(() -> uploadAtOnce(alice, 5))).isEqualTo(ONE_RENEWAL);
    }

    @Test
    void aUserWithAnIdentityDoesNotGetTheGuests() {
        account(new HashMap<>()).signIn("alice", "wonderland");
        Account guest = account(new HashMap<>());
        guest.becomeGuest();
        upload(guest, "draft.txt", "to be copied");
        S3Client guests = guest.s3();
        String guestId = guest.identityId();

        assertThat(guest.signIn("alice", "wonderland")).isFalse();
        assertThat(guest.identityId()).isNotEqualTo(guestId);
        upload(guest, "draft.txt", download(guests, guestId, "draft.txt"));
        assertThat(download(guest.s3(), guest.identityId(), "draft.txt")).isEqualTo("to be copied");
    }

    @Test
    void theNextUserHasNothingOfTheOneBefore() {
        Account device = account(new HashMap<>());
        device.signIn("alice", "wonderland");
        String alice = device.identityId();
        device.signOut();
        assertThatThrownBy(device::s3).isInstanceOf(IllegalStateException.class);

        device.signIn("bob", "builder");
        assertThat(device.identityId()).isNotEqualTo(alice);
        assertThatThrownBy(() -> download(device.s3(), alice, "notes.txt")).isInstanceOf(S3Exception.class);
    }

    @Test
    void whatMayPassIsTriedAgain() {
        throttle(2);
        waited.clear();
        assertThat(callsOf(() -> account(new HashMap<>()).signIn("alice", "wonderland")))
                .isEqualTo(ONE_RENEWAL);
        assertThat(waited).hasSize(1).allMatch(pause -> !pause.isNegative());
    }

    @Test
    void goodCredentialsServeOnWhileTheBrokerIsAway() {
        Account alice = account(new HashMap<>());
        alice.signIn("alice", "wonderland");
        passTo(58);
        throttle(100);
        waited.clear();
        upload(alice, "c.txt", "still good");
        upload(alice, "d.txt", "still good");
        assertThat(waited).as("one renewal that failed").hasSize(2);
    }

    @Test
    void whatDoesNotPassIsAskedOnce() throws Exception {
        Account dave = account(new HashMap<>());
        dave.signIn("dave", "copper");
        world.disable(dave.identityId());
        waited.clear();

        assertRefused(() -> account(new HashMap<>()).signIn("dave", "copper"), "identity-disabled");
        assertRefused(() -> account(new HashMap<>()).signIn("dave", "wrong"), "unauthenticated");
        assertThat(waited).isEmpty();
    }

    private static void assertRefused(ThrowingCallable signIn, String code) {
        assertThatThrownBy(signIn)
                .isInstanceOfSatisfying(
                        Backend.Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private Account account(Map<String, String> store) {
        return new Account(
                new Backend(URI.create(backend.url()), waited::add),
                cognito,
                GuideWorld.poolId("java"),
                this::s3Client,
                store,
                new DeviceClock());
    }

    private S3Client s3Client(AwsCredentialsProvider credentials) {
        return S3Client.builder()
                .endpointOverride(world.cognito().endpoint())
                .region(Region.EU_WEST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    private static void upload(Account account, String name, String text) {
        String key = "home/%s/%s".formatted(account.identityId(), name);
        account.s3().putObject(request -> request.bucket(GuideWorld.BUCKET).key(key), RequestBody.fromString(text));
    }

    private static void uploadAtOnce(Account account, int times) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                String name = i + ".txt";
                uploads.add(threads.submit(() -> upload(account, name, "a day later")));
            }
            for (Future<?> upload : uploads) {
                upload.get();
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static String download(S3Client s3, String identityId, String name) {
        return s3.getObjectAsBytes(
                        request -> request.bucket(GuideWorld.BUCKET).key("home/%s/%s".formatted(identityId, name)))
                .asUtf8String();
    }

    /// What these steps have Cognito do. Refused requests do not count: the broker repeats them for its own reasons,
    /// when clocks have jumped.
    private Map<String, Long> callsOf(Runnable steps) {
        int before = world.cognito().requests().all().size();
        steps.run();
        Map<String, Long> counts = new TreeMap<>();
        world.cognito().requests().all().stream()
                .skip(before)
                .filter(request -> request.outcome().equals("ok"))
                .forEach(request -> counts.merge(request.operation().orElseThrow(), 1L, Long::sum));
        return counts;
    }

    private void throttle(int times) {
        world.cognito()
                .faults()
                .inject(Fault.of(FaultKind.THROTTLE)
                        .on(Operation.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY)
                        .times(times));
    }

    /// Time goes on at the device and at AWS alike.
    private void passTo(int minutes) {
        world.cognito().clock().offset(Duration.ofMinutes(minutes));
    }

    private final class DeviceClock extends Clock {
        @Override
        public Instant instant() {
            return world.cognito().clock().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
