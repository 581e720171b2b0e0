package org.identitybroker.emulator.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/// An IAM role in use, under the name of one session.
///
/// @param roleArn e.g. `arn:aws:iam::111122223333:role/path/CognitoAuthenticated`
public record AssumedRole(String roleArn, String sessionName) {
    private static final String ROLE_ID_PREFIX = "AROA";
    private static final int ROLE_ID_LENGTH = 21;
    private static final String ROLE_ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int PARTITION = 1;
    private static final int ACCOUNT = 4;

    /// The twelve digits of the account that has the role.
    public String accountId() {
        return part(ACCOUNT);
    }

    /// The principal that policies and logs name, without the role's path (IAM User Guide, "IAM identifiers").
    public String arn() {
        String roleName = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        return "arn:%s:sts::%s:assumed-role/%s/%s".formatted(part(PARTITION), accountId(), roleName, sessionName);
    }

    /// The role's unique id and the session's name: `aws:userid` in policies. The same role has always the same.
    public String id() {
        var id = new StringBuilder(ROLE_ID_PREFIX);
        byte[] hash = hash(roleArn);
        for (int i = 0; id.length() < ROLE_ID_LENGTH; i++) {
            id.append(ROLE_ID_ALPHABET.charAt(hash[i] & 0x1f));
        }
        return id + ":" + sessionName;
    }

    private String part(int index) {
        String[] parts = roleArn.split(":", -1);
        return index < parts.length ? parts[index] : "";
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
