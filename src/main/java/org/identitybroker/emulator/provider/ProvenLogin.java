package org.identitybroker.emulator.provider;

import java.util.List;
import org.identitybroker.emulator.state.Login;

/// A public login whose token was genuine.
///
/// @param amr what a token of Cognito says about it
public record ProvenLogin(Login login, List<String> amr) {}
