// Not run here, nor compiled: what was looked up in the sources of Amplify Swift is in docs/clients/swift.md.
import Amplify
import AWSCognitoAuthPlugin
import AWSPluginsCore
import Foundation

/// What the app's backend answers, see src/clients/backend: the identity, and the login that Cognito takes for it.
struct AwsIdentity: Decodable {
    let identityId: String
    let logins: [String: String]
    let region: String
}

/// A refusal, by the code of the broker or of the backend.
struct Problem: Error {
    let code: String
}

/// The app's own calls to its backend; it retries what may pass.
protocol Backend: Sendable {
    func signIn(name: String, password: String) async throws
    func signOut() async throws
    func awsIdentity(guestIdentityId: String?) async throws -> AwsIdentity
}

/// The user has an identity already, somebody else has the guest's, or Cognito does not know it.
let notForThisUser: Set<String> = ["user-already-linked", "identity-conflict", "login-rejected"]

// region: amplify
/// Amplify itself would redeem the first token again, for ever: call `ensureCredentials` before each use of Storage.
actor FederatedAccount {
    /// A device's clock may be wrong by minutes.
    private static let early: TimeInterval = 10 * 60

    private let auth: AWSCognitoAuthPlugin
    private let backend: Backend
    private var session: FederateToIdentityPoolResult?
    private var renewing: Task<FederateToIdentityPoolResult, Error>?

    init(auth: AWSCognitoAuthPlugin, backend: Backend) {
        self.auth = auth
        self.backend = backend
    }

    func ensureCredentials() async throws -> FederateToIdentityPoolResult {
        guard let current = session else {
            throw Problem(code: "unauthenticated")
        }
        if current.credentials.expiration.timeIntervalSinceNow > Self.early {
            return current
        }
        // Whoever comes while it renews waits for the same renewal.
        let task = renewing ?? Task { try await renewed(current) }
        renewing = task
        defer { renewing = nil }
        return try await task.value
    }

    private func renewed(_ current: FederateToIdentityPoolResult) async throws -> FederateToIdentityPoolResult {
        let answer = try await backend.awsIdentity(guestIdentityId: nil)
        guard answer.identityId == current.identityId else {
            throw Problem(code: "identity-changed")
        }
        return try await federate(answer)
    }

    /// With the identity id of the answer: without it Amplify calls GetId, and Cognito refuses the token there.
    private func federate(_ answer: AwsIdentity) async throws -> FederateToIdentityPoolResult {
        guard let (loginKey, token) = answer.logins.first else {
            throw Problem(code: "login-rejected")
        }
        let result = try await auth.federateToIdentityPool(
            withProviderToken: token,
            for: .custom(loginKey),
            options: .init(developerProvidedIdentityID: answer.identityId)
        )
        session = result
        return result
    }

    /// Answers whether the guest's identity, with all that is stored under it, is the user's now. If not, what the guest
    /// stored can only be reached with the guest's credentials: copy it before.
    func signIn(name: String, password: String) async throws -> Bool {
        let guest = try await guestIdentityId()
        try await backend.signIn(name: name, password: password)
        let result = try await federate(firstAnswer(guest))
        return result.identityId == guest
    }

    private func firstAnswer(_ guest: String?) async throws -> AwsIdentity {
        do {
            return try await backend.awsIdentity(guestIdentityId: guest)
        } catch let problem as Problem where guest != nil && notForThisUser.contains(problem.code) {
            return try await backend.awsIdentity(guestIdentityId: nil)
        }
    }

    /// Amplify makes the guest itself, if the pool lets guests in; it calls GetId once and keeps the id.
    private func guestIdentityId() async throws -> String? {
        let session = try await Amplify.Auth.fetchAuthSession()
        return try? (session as? AuthCognitoIdentityProvider)?.getIdentityId().get()
    }

    func signOut() async throws {
        session = nil
        try await auth.clearFederationToIdentityPool()
        try await backend.signOut()
    }
}
// endregion
