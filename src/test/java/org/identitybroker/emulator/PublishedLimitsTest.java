package org.identitybroker.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.identitybroker.emulator.wire.Operation;
import org.identitybroker.emulator.wire.Shape;
import org.identitybroker.emulator.wire.Shape.Choice;
import org.identitybroker.emulator.wire.Shape.Mapping;
import org.identitybroker.emulator.wire.Shape.Member;
import org.identitybroker.emulator.wire.Shape.Sequence;
import org.identitybroker.emulator.wire.Shape.Structure;
import org.identitybroker.emulator.wire.Shape.Text;
import org.identitybroker.emulator.wire.Shape.Whole;
import org.junit.jupiter.api.Test;

/// The limits of every input member, as the service model 2014-06-30 publishes them, by the member's name: nothing is
/// missing and nothing is made up. [ConstraintTest] shows that they are kept.
class PublishedLimitsTest {
    private static final String PUBLISHED = """
            AccountId: 1-15 \\d+
            AllowClassicFlow: flag
            AllowUnauthenticatedIdentities: flag
            AmbiguousRoleResolution: [AuthenticatedRole, Deny]
            Claim: 1-64 [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+
            ClientId: 1-128 [\\w_]+
            CognitoIdentityProviders: list of structure
            CustomRoleArn: 20-2048
            DestinationUserIdentifier: 1-1024
            DeveloperProviderName: 1-128 [\\w._-]+
            DeveloperUserIdentifier: 1-1024
            HideDisabled: flag
            IdentityId: 1-55 [\\w-]+:[0-9a-f-]+
            IdentityIdsToDelete: list 1-60 of 1-55 [\\w-]+:[0-9a-f-]+
            IdentityPoolId: 1-55 [\\w-]+:[0-9a-f-]+
            IdentityPoolName: 1-128 [\\w\\s+=,.@-]+
            IdentityPoolTags: map of 1-128 to 0-256
            IdentityProviderName: 1-128
            Logins: map -10 of 1-128 to 1-50000
            LoginsToRemove: list of 1-128
            MatchType: [Equals, Contains, StartsWith, NotEqual]
            MaxResults: number 1-60
            NextToken: 1-65535 [\\S]+
            OpenIdConnectProviderARNs: list of 20-2048
            PrincipalTags: map -50 of 1-128 to 1-256
            ProviderName: 1-128 [\\w._:/-]+
            ResourceArn: 20-2048
            RoleARN: 20-2048
            RoleMappings: map -10 of 1-128 to structure
            Roles: map -2 of 1-128 (un)?authenticated to 20-2048
            Rules: list 1-400 of structure
            RulesConfiguration: structure
            SamlProviderARNs: list of 20-2048
            ServerSideTokenCheck: flag
            SourceUserIdentifier: 1-1024
            SupportedLoginProviders: map -10 of 1-128 to 1-128 [\\w.;_/-]+
            TagKeys: list of 1-128
            Tags: map of 1-128 to 0-256
            TokenDuration: number 1-86400
            Type: [Token, Rules]
            UseDefaults: flag
            Value: 1-128
            """;

    @Test
    void everyMemberHasThePublishedLimits() {
        Map<String, String> limits = new TreeMap<>();
        Arrays.stream(Operation.values()).forEach(operation -> collect(operation.input(), limits));

        assertThat(limits.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo(PUBLISHED);
    }

    /// Of one name there is only one kind of member.
    private static void collect(Structure structure, Map<String, String> limits) {
        for (Member member : structure.members()) {
            String text = limit(member.shape());
            assertThat(limits.getOrDefault(member.name(), text))
                    .as(member.name())
                    .isEqualTo(text);
            limits.put(member.name(), text);
            switch (member.shape()) {
                case Structure inner -> collect(inner, limits);
                case Sequence(Structure inner, int _, int _) -> collect(inner, limits);
                case Mapping(Text _, Structure inner, int _) -> collect(inner, limits);
                default -> {
                    // Nothing is within.
                }
            }
        }
    }

    private static String limit(Shape shape) {
        return switch (shape) {
            case Text(int min, int max, var pattern) ->
                min + "-" + max + pattern.map(regex -> " " + regex).orElse("");
            case Whole(long min, long max) -> "number %d-%d".formatted(min, max);
            case Choice(var words) -> words.toString();
            case Shape.Flag() -> "flag";
            case Sequence(Shape item, int min, int max) -> "list%s of %s".formatted(size(min, max), limit(item));
            case Mapping(Text key, Shape value, int max) ->
                "map%s of %s to %s".formatted(size(0, max), limit(key), limit(value));
            case Structure _, Shape.Document _ -> "structure";
        };
    }

    private static String size(int min, int max) {
        return max == Integer.MAX_VALUE ? "" : " %s-%d".formatted(min == 0 ? "" : min, max);
    }
}
