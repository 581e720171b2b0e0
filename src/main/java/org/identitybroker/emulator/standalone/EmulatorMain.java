package org.identitybroker.emulator.standalone;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.identitybroker.emulator.CognitoEmulator;
import org.identitybroker.emulator.EmulatorOptions;
import org.identitybroker.emulator.seed.Seed;
import org.identitybroker.emulator.seed.SeedException;
import org.identitybroker.emulator.state.PoolSettings;

/// The emulator alone: `./mvnw -q compile exec:java -Dexec.args="--port 4567 --seed seed.json"`.
public final class EmulatorMain {
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 2;

    /// What is there without a seed file, for a first try.
    private static final PoolSettings POOL = PoolSettings.forDeveloper(
                    "eu-west-1:00000000-0000-4000-8000-000000000001", "login.example.com")
            .withGuests(true);

    private EmulatorMain() {}

    public static void main(String[] words) throws InterruptedException {
        try {
            run(Arguments.parse(List.of(words)));
        } catch (UsageException wrong) {
            exit(EXIT_USAGE, wrong.mistakes());
        } catch (SeedException wrong) {
            exit(EXIT_USAGE, wrong.mistakes());
        } catch (IllegalStateException failure) {
            exit(EXIT_FAILURE, List.of("the emulator cannot start: " + failure.getMessage()));
        }
    }

    /// Until the process is told to end.
    private static void run(Arguments arguments) throws SeedException, InterruptedException {
        EmulatorOptions options = options(arguments);
        CognitoEmulator emulator = CognitoEmulator.start(options);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(emulator::close));
        System.out.printf("Cognito Identity, STS, S3 and /hello at %s%n", emulator.endpoint());
        for (PoolSettings pool : options.pools()) {
            System.out.printf(
                    "identity pool %s of %s%n",
                    pool.id(), pool.developerProviderName().orElse("no developer"));
        }
        new CountDownLatch(1).await();
    }

    private static EmulatorOptions options(Arguments arguments) throws SeedException {
        EmulatorOptions.Builder options = arguments.seed().isPresent()
                ? Seed.read(arguments.seed().get())
                : EmulatorOptions.builder().pools(POOL);
        return options.host(arguments.host()).port(arguments.port()).build();
    }

    private static void exit(int code, List<String> lines) {
        lines.forEach(System.err::println);
        System.exit(code);
    }
}
