import { Amplify } from 'aws-amplify';

// region: configure
/** Without `Auth` in the first argument: there is no user pool, and Amplify shall not make guests of its own. */
export function configure(credentialsProvider, { bucket, region }) {
  Amplify.configure(
    { Storage: { S3: { bucket, region } } },
    { Auth: { credentialsProvider, tokenProvider: { getTokens: async () => null } } },
  );
}
// endregion
