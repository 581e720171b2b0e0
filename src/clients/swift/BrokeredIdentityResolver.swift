// Not run here, nor compiled: what was looked up in the sources of the AWS SDK for Swift is in docs/clients/swift.md.
import AWSCognitoIdentity
import AWSSDKIdentity
import Foundation
import struct Smithy.Attributes
import struct SmithyIdentity.AWSCredentialIdentity
import protocol SmithyIdentity.AWSCredentialIdentityResolver

// region: resolver
/// The SDK's own resolver keeps the logins that it was given, and sends them again when the credentials have ended. So
/// each renewal makes a new one, with a new token; with the identity id it never calls GetId.
actor BrokeredIdentityResolver: AWSCredentialIdentityResolver {
    /// A device's clock may be wrong by minutes.
    private static let early: TimeInterval = 10 * 60

    private let backend: Backend
    private let identityId: String
    private var first: AwsIdentity?
    private var held: AWSCredentialIdentity?
    private var renewing: Task<AWSCredentialIdentity, Error>?

    /// - Parameter first: the answer of the sign-in; its token serves once.
    init(backend: Backend, first: AwsIdentity) {
        self.backend = backend
        self.identityId = first.identityId
        self.first = first
    }

    func getIdentity(identityProperties: Attributes?) async throws -> AWSCredentialIdentity {
        if let held, let end = held.expiration, end.timeIntervalSinceNow > Self.early {
            return held
        }
        // Whoever comes while it renews waits for the same renewal.
        let task = renewing ?? Task { try await renewed() }
        renewing = task
        defer { renewing = nil }
        return try await task.value
    }

    private func renewed() async throws -> AWSCredentialIdentity {
        let answer: AwsIdentity
        if let unused = first {
            first = nil
            answer = unused
        } else {
            answer = try await backend.awsIdentity(guestIdentityId: nil)
        }
        guard answer.identityId == identityId else {
            throw Problem(code: "identity-changed")
        }
        let resolver = try CognitoAWSCredentialIdentityResolver(
            identityId: identityId,
            logins: answer.logins,
            cognitoPoolRegion: answer.region
        )
        let credentials = try await resolver.getIdentity(identityProperties: nil)
        held = credentials
        return credentials
    }
}
// endregion

// region: use
/// One resolver for all clients of a user, new ones for the next user. Ask for credentials at once: the token is good for
/// minutes.
func signedIn(backend: Backend, name: String, password: String, guest: String?) async throws -> BrokeredIdentityResolver {
    try await backend.signIn(name: name, password: password)
    let resolver: BrokeredIdentityResolver
    do {
        resolver = BrokeredIdentityResolver(
            backend: backend, first: try await backend.awsIdentity(guestIdentityId: guest))
    } catch let problem as Problem where guest != nil && notForThisUser.contains(problem.code) {
        resolver = BrokeredIdentityResolver(
            backend: backend, first: try await backend.awsIdentity(guestIdentityId: nil))
    }
    _ = try await resolver.getIdentity(identityProperties: nil)
    return resolver
}

/// The only place where GetId is called, once: the app keeps the id until somebody signs in.
func newGuest(identityPoolId: String, region: String) async throws -> String? {
    let cognito = try CognitoIdentityClient(region: region)
    return try await cognito.getId(input: GetIdInput(identityPoolId: identityPoolId)).identityId
}

func guestResolver(guest: String, region: String) throws -> CognitoAWSCredentialIdentityResolver {
    try CognitoAWSCredentialIdentityResolver(identityId: guest, cognitoPoolRegion: region)
}
// endregion
