package org.identitybroker.emulator;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.identitybroker.emulator.Wire.Answer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentity.model.Credentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Somebody with AWS credentials: an SDK client of S3, and requests signed by the SDK's signer where the
/// client would not send what the test wants.
final class CloudUser implements AutoCloseable {
    static final String BUCKET = "demo-uploads";

    final String identityId;
    final AwsCredentials credentials;
    final S3Client s3;
    private final TestEmulator emulator;

    private CloudUser(TestEmulator emulator, String identityId, AwsCredentials credentials) {
        this.emulator = emulator;
        this.identityId = identityId;
        this.credentials = credentials;
        this.s3 = client(emulator.emulator.endpoint(), credentials);
    }

    /// A user of the login system, who redeemed a developer token.
    static CloudUser signedIn(TestEmulator emulator, String user) {
        var issued = emulator.developerToken(user);
        return new CloudUser(emulator, issued.identityId(), sdk(emulator.redeem(issued.identityId(), issued.token())));
    }

    static CloudUser guest(TestEmulator emulator) {
        String identity = emulator.guest();
        var answer = emulator.device.getCredentialsForIdentity(request -> request.identityId(identity));
        return new CloudUser(emulator, identity, sdk(answer.credentials()));
    }

    /// The account's own keys.
    static CloudUser admin(TestEmulator emulator) {
        return with(emulator, AwsBasicCredentials.create("test", "test"));
    }

    static CloudUser with(TestEmulator emulator, AwsCredentials credentials) {
        return new CloudUser(emulator, "", credentials);
    }

    AwsSessionCredentials session() {
        return (AwsSessionCredentials) credentials;
    }

    String ownFolder() {
        return "users/" + identityId + "/";
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(emulator.emulator.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    /// What the SDK's signer makes of a request, at the emulator's time.
    SignedRequest sign(String service, String method, String path, String body, Map<String, List<String>> headers) {
        return sign(
                service, method, path, body, headers, emulator.emulator.clock().instant());
    }

    SignedRequest sign(
            String service, String method, String path, String body, Map<String, List<String>> headers, Instant time) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(URI.create(emulator.emulator.endpoint() + path))
                .headers(headers)
                .build();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC)));
    }

    /// Signed and sent.
    Answer send(String service, String method, String path, String body) {
        return send(path, body, sign(service, method, path, body, Map.of()));
    }

    Answer send(String path, String body, SignedRequest signed) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(emulator.emulator.endpoint() + path))
                .method(
                        signed.request().method().name(),
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        signed.request().headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return emulator.wire.send(request);
    }

    private static AwsSessionCredentials sdk(Credentials credentials) {
        return AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretKey(), credentials.sessionToken());
    }

    private static S3Client client(URI endpoint, AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .overrideConfiguration(config -> config.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    @Override
    public void close() {
        s3.close();
    }
}
