// Where the emulator is, and the clients of a login system's backend. Run by ./mvnw -Pclients verify.
import { CognitoIdentityClient, GetOpenIdTokenForDeveloperIdentityCommand } from '@aws-sdk/client-cognito-identity';

export const endpoint = required('EMULATOR_ENDPOINT');
export const region = 'eu-west-1';
export const pool = required('EMULATOR_POOL');
export const provider = 'login.example.com';
export const loginKey = 'cognito-identity.amazonaws.com';
export const bucket = 'demo-uploads';
export const role = 'arn:aws:iam::111122223333:role/CognitoAuthenticated';

export const backend = new CognitoIdentityClient({
  endpoint,
  region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

/** What a login system's backend hands to the device of a user. */
export async function signIn(user) {
  const { IdentityId, Token } = await backend.send(
    new GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId: pool, Logins: { [provider]: user } }),
  );
  return { identityId: IdentityId, token: Token };
}

function required(variable) {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: run ./mvnw -Pclients verify`);
  }
  return value;
}
