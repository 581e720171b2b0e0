package org.identitybroker.emulator.iam;

/// What the roles of the pools may do from the start: everybody has a folder of the demo bucket that no one
/// else can reach, and all can read the public one.
public final class DefaultPolicies {
    /// The bucket that is there from the start.
    public static final String BUCKET = "demo-uploads";

    private DefaultPolicies() {}

    /// A folder below `users/`, what the same identity left below `guests/` before its user signed in, and the
    /// protected
    /// route.
    public static PolicyDocument authenticated() {
        String more = """
                , {
                  "Sid": "LeftAsGuest",
                  "Effect": "Allow",
                  "Action": ["s3:GetObject", "s3:DeleteObject"],
                  "Resource": "arn:aws:s3:::BUCKET/guests/${cognito-identity.amazonaws.com:sub}/*"
                }
                , { "Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "arn:*:execute-api:*:*:*/*/GET/hello" }
                """;
        return PolicyDocument.parse(document("users", more));
    }

    /// A folder below `guests/`, and nothing else.
    public static PolicyDocument guest() {
        return PolicyDocument.parse(document("guests", ""));
    }

    private static String document(String folder, String more) {
        return """
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "Sid": "OwnFolder",
                      "Effect": "Allow",
                      "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                      "Resource": "arn:aws:s3:::BUCKET/FOLDER/${cognito-identity.amazonaws.com:sub}/*"
                    },
                    {
                      "Sid": "ListOwnFolder",
                      "Effect": "Allow",
                      "Action": "s3:ListBucket",
                      "Resource": "arn:aws:s3:::BUCKET",
                      "Condition": {
                        "StringLike": { "s3:prefix": "FOLDER/${cognito-identity.amazonaws.com:sub}/*" }
                      }
                    },
                    {
                      "Sid": "Public",
                      "Effect": "Allow",
                      "Action": "s3:GetObject",
                      "Resource": "arn:aws:s3:::BUCKET/public/*"
                    }MORE
                  ]
                }
                """.replace("MORE", more.strip()).replace("BUCKET", BUCKET).replace("FOLDER", folder);
    }
}
