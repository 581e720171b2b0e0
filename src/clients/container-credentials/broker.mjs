// What the tests know of the world besides the standard variables. Run by ./mvnw -Pclients verify.
export const emulator = required('AWS_ENDPOINT_URL');
export const identityId = required('IDENTITY_ID');
export const jwt = required('CALLER_JWT');
export const jwtOfNobody = required('CALLER_JWT_WITHOUT_USER');
export const bucket = 'demo-uploads';

/** How often the broker redeemed a token since the emulator's log was emptied. */
export async function redemptions() {
  const { requests } = await (await fetch(`${emulator}/_emulator/requests`)).json();
  return requests.filter((request) => request.operation === 'GetCredentialsForIdentity').length;
}

export async function forgetRequests() {
  await fetch(`${emulator}/_emulator/requests`, { method: 'DELETE' });
}

function required(variable) {
  const value = process.env[variable];
  if (!value) {
    throw new Error(`${variable} is not set: run ./mvnw -Pclients verify`);
  }
  return value;
}
