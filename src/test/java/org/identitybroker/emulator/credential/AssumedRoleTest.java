package org.identitybroker.emulator.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The names of a role in use.
class AssumedRoleTest {
    private static final AssumedRole ROLE = new AssumedRole("arn:aws-cn:iam::111122223333:role/team/a/Shop", "session");

    @Test
    void theArnHasTheRolesNameWithoutItsPath() {
        assertEquals("arn:aws-cn:sts::111122223333:assumed-role/Shop/session", ROLE.arn());
        assertEquals("111122223333", ROLE.accountId());
    }

    @Test
    void theIdIsTheRolesOwnAndTheSessions() {
        assertTrue(ROLE.id().matches("AROA[A-Z2-7]{17}:session"), ROLE.id());
        assertEquals(ROLE.id(), new AssumedRole(ROLE.roleArn(), "session").id());
        assertNotEquals(ROLE.id(), new AssumedRole(ROLE.roleArn() + "2", "session").id());
    }
}
