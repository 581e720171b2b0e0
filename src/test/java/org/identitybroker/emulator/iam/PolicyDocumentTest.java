package org.identitybroker.emulator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a policy allows, by tables.
class PolicyDocumentTest {
    private static final String SUB = "${cognito-identity.amazonaws.com:sub}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "s3:GetObject  | arn:aws:s3:::b/k      | ALLOWED",
                "S3:getobject  | arn:aws:s3:::b/k      | ALLOWED",
                "s3:Get*       | arn:aws:s3:::b/*      | ALLOWED",
                "s3:GetObjec?  | arn:aws:s3:::b/?      | ALLOWED",
                "s3:*          | *                     | ALLOWED",
                "*             | arn:aws:s3:::*        | ALLOWED",
                "*             | arn:*:s3:::b/k        | ALLOWED",
                "s3:PutObject  | arn:aws:s3:::b/k      | NOT_ALLOWED",
                "s3:GetObjects | arn:aws:s3:::b/k      | NOT_ALLOWED",
                "s3:GetObject  | arn:aws:s3:::b/K      | NOT_ALLOWED",
                "s3:GetObject  | arn:aws:s3:::b/k?     | NOT_ALLOWED",
                "s3:GetObject  | arn:aws:s3:::b        | NOT_ALLOWED",
                "s3:GetObject  | arn:aws:s3:::b/k/*    | NOT_ALLOWED",
            })
    void actionsAndResourcesAreMatched(String action, String resource, Decision expected) {
        assertEquals(expected, decide(allow(action, resource), "s3:GetObject", "arn:aws:s3:::b/k", Context.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Action': 's3:*', 'Resource': '*'                                 | s3:GetObject    | ALLOWED",
                "'NotAction': 's3:Delete*', 'Resource': '*'                        | s3:GetObject    | ALLOWED",
                "'NotAction': 's3:Delete*', 'Resource': '*'                        | s3:DeleteObject | NOT_ALLOWED",
                "'Action': '*', 'NotResource': 'arn:aws:s3:::b/*'                  | s3:GetObject    | NOT_ALLOWED",
                "'Action': '*', 'NotResource': ['arn:aws:s3:::x', 'arn:aws:s3:::c'] | s3:GetObject   | ALLOWED",
                "'Action': ['s3:List*', 's3:Get*'], 'Resource': ['arn:x', '*']     | s3:GetObject    | ALLOWED",
            })
    void statementsSelectOrLeaveOut(String elements, String action, Decision expected) {
        String policy = policy("{'Effect': 'Allow', " + elements + "}");

        assertEquals(expected, decide(policy, action, "arn:aws:s3:::b/k", Context.empty()));
    }

    @Test
    void anExplicitDenyWinsWhereverItStands() {
        String allow = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}";
        String deny = "{'Effect': 'Deny', 'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::b/secret'}";

        for (String policy : List.of(policy(allow + "," + deny), policy(deny + "," + allow))) {
            assertEquals(Decision.DENIED, decide(policy, "s3:GetObject", "arn:aws:s3:::b/secret", Context.empty()));
            assertEquals(Decision.ALLOWED, decide(policy, "s3:GetObject", "arn:aws:s3:::b/other", Context.empty()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // the user's own folder, a neighbour's, and a folder whose name only begins alike
                "users/<sub>/*          | ann   | users/ann/x     | ALLOWED",
                "users/<sub>/*          | ann   | users/bob/x     | NOT_ALLOWED",
                "users/<sub>/*          | ann   | users/anna/x    | NOT_ALLOWED",
                "users/<sub>/*          | ann   | users/ann/a/b/c | ALLOWED",
                // a value is literal: neither wildcards nor variables in it count
                "users/<sub>/*          | *     | users/bob/x     | NOT_ALLOWED",
                "users/<sub>/*          | *     | users/*/x       | ALLOWED",
                "users/<sub>/*          | b?b   | users/bob/x     | NOT_ALLOWED",
                "users/<sub>/*          | ${*}  | users/bob/x     | NOT_ALLOWED",
                "users/<sub>/*          | -     | users//x        | NOT_ALLOWED",
                "users/<sub>/*          | -     | users/<sub>/x     | NOT_ALLOWED",
                "users/${aws:username}/* | ann | users/ann/x    | NOT_ALLOWED",
                "users/${aws:username, ~all~}/* | ann | users/all/x | ALLOWED",
                "users/${aws:username, ~*~}/*   | ann | users/any/x | NOT_ALLOWED",
                "users/${COGNITO-IDENTITY.amazonaws.com:SUB}/* | ann | users/ann/x | ALLOWED",
                // the characters themselves
                "a${*}b               | ann   | a*b             | ALLOWED",
                "a${*}b               | ann   | axb             | NOT_ALLOWED",
                "a${?}b               | ann   | a?b             | ALLOWED",
                "a${?}b               | ann   | axb             | NOT_ALLOWED",
                "a${$}{x}             | ann   | a${x}           | ALLOWED",
                "a$b*                 | ann   | a$bc            | ALLOWED",
                // more than one value is no variable
                "m/${cognito-identity.amazonaws.com:amr} | ann | m/authenticated | NOT_ALLOWED",
            })
    void variablesStandForTheCallersValues(String pattern, String sub, String key, Decision expected) {
        Context context = Context.empty()
                .with("cognito-identity.amazonaws.com:amr", List.of("authenticated", "login.example.com"));
        Context known = sub == null ? context : context.with("cognito-identity.amazonaws.com:sub", sub);
        String policy = allow("s3:GetObject", "arn:aws:s3:::b/" + pattern.replace("<sub>", SUB));

        assertEquals(expected, decide(policy, "s3:GetObject", "arn:aws:s3:::b/" + key, known));
    }

    @Test
    void theOldVersionHasNoVariables() {
        String old = allow("s3:GetObject", "arn:aws:s3:::b/" + SUB).replace("2012-10-17", "2008-10-17");
        Context context = Context.empty().with("cognito-identity.amazonaws.com:sub", "ann");

        assertEquals(Decision.NOT_ALLOWED, decide(old, "s3:GetObject", "arn:aws:s3:::b/ann", context));
        assertEquals(Decision.ALLOWED, decide(old, "s3:GetObject", "arn:aws:s3:::b/" + SUB, context));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'StringEquals': {'k': 'v'}                            | v     | true",
                "'StringEquals': {'K': 'v'}                            | v     | true",
                "'StringEquals': {'k': ['x', 'v']}                     | v     | true",
                "'StringEquals': {'k': 'V'}                            | v     | false",
                "'StringEquals': {'k': 'v*'}                           | vx    | false",
                "'StringEquals': {'k': 'v'}                            | -     | false",
                "'StringEquals': {'k': 'v', 'other': 'o'}              | v     | false",
                "'StringEquals': {'k': 'v'}, 'Null': {'other': 'true'} | v     | true",
                "'StringEqualsIfExists': {'k': 'v'}                    | -     | true",
                "'StringEqualsIfExists': {'k': 'v'}                    | x     | false",
                "'StringEqualsIgnoreCase': {'k': 'V'}                  | v     | true",
                "'StringNotEquals': {'k': 'v'}                         | x     | true",
                "'StringNotEquals': {'k': ['v', 'x']}                  | x     | false",
                "'StringNotEquals': {'k': 'v'}                         | -     | true",
                "'StringLike': {'k': 'v*'}                             | vx    | true",
                "'StringLike': {'k': 'v?'}                             | v     | false",
                "'StringLike': {'k': '${self}/*'}                      | a*/x  | true",
                "'StringLike': {'k': '${self}/*'}                      | ab/x  | false",
                "'StringLike': {'k': ['${absent}', '*']}               | v     | false",
                "'StringNotLike': {'k': 'v*'}                          | vx    | false",
                "'StringNotLike': {'k': 'v*'}                          | x     | true",
                "'Bool': {'k': 'true'}                                 | TRUE  | true",
                "'Bool': {'k': true}                                   | true  | true",
                "'Bool': {'k': true}                                   | -     | false",
                "'BoolIfExists': {'k': true}                           | -     | true",
                "'Null': {'k': 'true'}                                 | -     | true",
                "'Null': {'k': 'true'}                                 | v     | false",
                "'Null': {'k': false}                                  | v     | true",
                "'Null': {'k': false}                                  | -     | false",
                "'ForAnyValue:StringEquals': {'k': 'b'}                | a,b   | true",
                "'ForAnyValue:StringEquals': {'k': 'c'}                | a,b   | false",
                "'ForAnyValue:StringEquals': {'k': 'c'}                | -     | false",
                "'ForAnyValue:StringLike': {'k': 'a*'}                 | ab,c  | true",
                "'ForAnyValue:StringNotEquals': {'k': 'a'}             | a,b   | true",
                "'ForAnyValue:StringNotEquals': {'k': ['a', 'b']}      | a,b   | false",
                "'ForAllValues:StringEquals': {'k': ['a', 'b']}        | a,b   | true",
                "'ForAllValues:StringEquals': {'k': 'a'}               | a,b   | false",
                "'ForAllValues:StringEquals': {'k': 'a'}               | -     | true",
                "'ForAnyValue:StringLikeIfExists': {'k': 'a'}          | -     | true",
            })
    void conditionsRestrict(String condition, String values, boolean isAllowed) {
        Context self = Context.empty().with("self", "a*");
        Context context = values.equals("-") ? self : self.with("k", List.of(values.split(",")));
        String policy = policy("{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {" + condition + "}}");

        assertEquals(
                isAllowed ? Decision.ALLOWED : Decision.NOT_ALLOWED, decide(policy, "s3:ListBucket", "x", context));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'Statement': []}",
                "{'Version': '2020-01-01', 'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*'}}",
                "{'Statement': {'Effect': 'allow', 'Action': '*', 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': [], 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'NotAction': '*', 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': 'GetObject', 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': {'a': 1}, 'Resource': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'bucket/*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Principal': '*'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringIs': {'k': 'v'}}}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'IpAddress': {'k': 'v'}}}}",
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'NullIfExists': {'k': 'v'}}}}",
                "{'Statement': {'Effect': 'Allow', 'Effect': 'Deny', 'Action': '*', 'Resource': '*'}}",
                "{'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:${open'}}",
            })
    void whatIsNotEvaluatedIsRefused(String policy) {
        assertThrows(MalformedPolicyException.class, () -> PolicyDocument.parse(policy.replace('\'', '"')));
    }

    @Test
    void aPolicyHasALimit() {
        assertThrows(
                MalformedPolicyException.class, () -> PolicyDocument.parse(allow("*", "arn:" + "x".repeat(10_240))));
    }

    @Test
    void aLongPatternIsMatchedInReasonableTime() {
        var pattern = Template.parse("*a".repeat(500), false).wildcards(Context.empty());

        assertTrue(pattern.match("a".repeat(1000)));
        assertFalse(pattern.match("a".repeat(499) + "b"));
    }

    private static Decision decide(String policy, String action, String resource, Context context) {
        return PolicyDocument.parse(policy).decide(new AccessRequest(action, resource, context));
    }

    private static String allow(String action, String resource) {
        return policy("{'Effect': 'Allow', 'Action': '%s', 'Resource': '".formatted(action) + resource + "'}");
    }

    /// Single quotes are JSON's double ones, and a tilde is a single quote.
    private static String policy(String statements) {
        return ("{'Version': '2012-10-17', 'Statement': [" + statements + "]}")
                .replace('\'', '"')
                .replace('~', '\'');
    }
}
