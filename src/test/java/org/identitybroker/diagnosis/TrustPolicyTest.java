package org.identitybroker.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.identitybroker.pool.Pool;
import org.identitybroker.pool.SomePools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose tokens conditions let in: those of users, of guests, and of users of another pool.
class TrustPolicyTest {
    private static final Pool POOL = SomePools.named("customers", 1);

    /// `C:` stands for Cognito's prefix, `POOL` for the pool's id.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # condition                                                          | users | guests | others
            'StringEquals':{'C:aud':'POOL'}                                       | YES   | YES    | NO
            'StringEquals':{'C:aud':['eu-west-1:0','POOL']}                       | YES   | YES    | NO
            'StringEquals':{'C:AUD':'POOL'}                                       | YES   | YES    | NO
            'StringLike':{'C:aud':'POOL'}                                         | YES   | YES    | NO
            'StringLike':{'C:aud':'*'}                                            | YES   | YES    | YES
            'StringLike':{'C:aud':'eu-west-1:*'}                                  | YES   | YES    | YES
            'StringLike':{'C:aud':'eu-west-?:0*'}                                 | YES   | YES    | NO
            'StringEqualsIfExists':{'C:aud':'POOL'}                               | YES   | YES    | NO
            'StringNotEquals':{'C:aud':'POOL'}                                    | NO    | NO     | YES
            'Null':{'C:aud':'false'}                                              | YES   | YES    | YES
            'ForAnyValue:StringLike':{'C:amr':'authenticated'}                    | YES   | NO     | YES
            'ForAnyValue:StringEquals':{'C:amr':'authenticated'}                  | YES   | NO     | YES
            'ForAnyValue:StringLike':{'C:amr':'*authenticated'}                   | YES   | YES    | YES
            'ForAnyValue:StringLike':{'C:amr':'login.example.com'}                | YES   | NO     | YES
            'ForAnyValue:StringLike':{'C:amr':'login.example.com:*'}              | YES   | NO     | YES
            'ForAnyValue:StringLike':{'C:amr':'unauthenticated'}                  | NO    | YES    | NO
            'ForAnyValue:StringLike':{'C:amr':['authenticated','unauthenticated']}| YES   | YES    | YES
            'ForAllValues:StringLike':{'C:amr':'authenticated'}                   | NO    | NO     | NO
            'ForAllValues:StringNotLike':{'C:amr':'unauthenticated'}              | YES   | NO     | YES
            'StringEquals':{'C:amr':'authenticated'}                              | MAYBE | NO     | MAYBE
            'StringEquals':{'C:aud':'POOL','C:sub':'eu-west-1:1'}                 | MAYBE | MAYBE  | NO
            'StringEquals':{'aws:SourceIp':'192.0.2.1'}                           | MAYBE | MAYBE  | MAYBE
            'NumericEquals':{'C:aud':'1'}                                         | MAYBE | MAYBE  | MAYBE
            'StringEquals':{'cognito-identity.example.com:aud':'POOL'}            | NO    | NO     | NO
            'StringEqualsIfExists':{'cognito-identity.example.com:aud':'POOL'}    | YES   | YES    | YES
            """)
    void conditionsLetIn(String condition, Answer users, Answer guests, Answer others) {
        TrustPolicy policy = TrustPolicy.parse(policy("Allow", condition));

        assertThat(policy.allows(CognitoToken.ofUser(POOL), TrustPolicy.ASSUME)).isEqualTo(users);
        assertThat(policy.allows(CognitoToken.ofGuest(POOL), TrustPolicy.ASSUME))
                .isEqualTo(guests);
        assertThat(policy.allows(CognitoToken.ofUser(POOL).ofAnotherPool(POOL), TrustPolicy.ASSUME))
                .isEqualTo(others);
    }

    @Test
    void aDenyWins() {
        String allow = statement("Allow", "");
        String deny = statement("Deny", "'ForAnyValue:StringLike':{'C:amr':'unauthenticated'}");
        TrustPolicy policy = TrustPolicy.parse(json("{'Statement':[" + allow + "," + deny + "]}"));

        assertThat(policy.allows(CognitoToken.ofUser(POOL), TrustPolicy.ASSUME)).isEqualTo(Answer.YES);
        assertThat(policy.allows(CognitoToken.ofGuest(POOL), TrustPolicy.ASSUME))
                .isEqualTo(Answer.NO);
    }

    /// With a condition it is held back, one hopes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            '*'                                       | YES
            {'AWS':'*'}                               | YES
            {'Federated':['accounts.google.com','*']} | YES
            {'AWS':'arn:aws:iam::111122223333:root'}  | NO
            {'Service':'ec2.amazonaws.com'}           | NO
            """)
    void everybodyIsWhoeverIsAStar(String principal, Answer everybody) {
        TrustPolicy open = TrustPolicy.parse(
                json("{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':" + principal + "}}"));
        TrustPolicy held =
                TrustPolicy.parse(json("{'Statement':{'Effect':'Allow','Action':'sts:AssumeRole','Principal':"
                        + principal + ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}}}"));

        assertThat(open.allowsEverybody()).isEqualTo(everybody);
        assertThat(held.allowsEverybody()).isEqualTo(everybody == Answer.YES ? Answer.MAYBE : Answer.NO);
    }

    @Test
    void whoIsNotAPrincipalCannotBeJudged() {
        TrustPolicy policy = TrustPolicy.parse(
                json("{'Statement':{'Effect':'Allow','Action':'sts:*','NotPrincipal':{'AWS':'111122223333'}}}"));

        assertThat(policy.allows(CognitoToken.ofUser(POOL), TrustPolicy.ASSUME)).isEqualTo(Answer.MAYBE);
    }

    /// IAM user guide, "Creating a role for a third-party identity provider", and AWS GovCloud's.
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, cognito-identity.amazonaws.com",
        "us-gov-west-1, cognito-identity-us-gov.amazonaws.com",
        "us-gov-east-1, cognito-identity.us-gov-east-1.amazonaws.com",
        "cn-north-1, cognito-identity.cn-north-1.amazonaws.com.cn"
    })
    void eachPartitionHasItsOwnPrincipal(String region, String principal) {
        Pool pool = SomePools.inRegion(region, "customers", 1);
        String condition = "'StringEquals':{'@:aud':'" + pool.identityPoolId() + "'}";
        String policy = json("{'Statement':{'Effect':'Allow','Principal':{'Federated':'@'},"
                        + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{" + condition + "}}}")
                .replace("@", principal);

        assertThat(TrustPolicy.parse(policy).allows(CognitoToken.ofUser(pool), TrustPolicy.ASSUME))
                .isEqualTo(Answer.YES);
    }

    @Test
    void whatIsNoJsonIsNoPolicy() {
        assertThatThrownBy(() -> TrustPolicy.parse("{")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TrustPolicy.parse("[]").allows(CognitoToken.ofUser(POOL), TrustPolicy.ASSUME))
                .isEqualTo(Answer.NO);
    }

    private static String policy(String effect, String condition) {
        return json("{'Version':'2012-10-17','Statement':[" + statement(effect, condition) + "]}");
    }

    private static String statement(String effect, String condition) {
        return "{'Effect':'" + effect + "','Principal':{'Federated':'cognito-identity.amazonaws.com'},"
                + "'Action':'sts:AssumeRoleWithWebIdentity','Condition':{" + condition + "}}";
    }

    private static String json(String text) {
        return text.replace('\'', '"')
                .replace("\"C:", "\"cognito-identity.amazonaws.com:")
                .replace("\"POOL\"", "\"" + POOL.identityPoolId() + "\"");
    }
}
