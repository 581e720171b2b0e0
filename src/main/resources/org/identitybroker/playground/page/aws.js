import { encodePath, sign } from './sigv4.js';
import { send } from './wire.js';

/** The bucket that the emulator has from the start. */
const BUCKET = 'demo-uploads';

/** Refused by AWS: `code` is its name for the error. */
export class AwsRefusal extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Cognito, S3 and API Gateway as a browser calls them, with nothing but `fetch`. */
export class Aws {
  /** @param app `aws` (an origin), `region` and `identityPoolId` */
  constructor(app) {
    this.app = app;
  }

  /** A guest's identity: whoever asks gets one. */
  async guestIdentity(journal) {
    return (await this.#cognito(journal, 'GetId', { IdentityPoolId: this.app.identityPoolId })).IdentityId;
  }

  /** @param logins as the broker answered them; nothing for a guest */
  async credentials(journal, identityId, logins) {
    const input = { IdentityId: identityId, ...(logins ? { Logins: logins } : {}) };
    const { Credentials, IdentityId } = await this.#cognito(journal, 'GetCredentialsForIdentity', input);
    return {
      identityId: IdentityId,
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretKey,
      sessionToken: Credentials.SessionToken,
      expiration: new Date(Credentials.Expiration * 1000),
    };
  }

  async put(journal, credentials, key, picture) {
    await this.#s3(journal, 'PUT', credentials, key, picture);
  }

  /** @returns a Blob */
  async get(journal, credentials, key) {
    const { bytes, responseHeaders } = await this.#s3(journal, 'GET', credentials, key);
    return new Blob([bytes], { type: responseHeaders['content-type'] });
  }

  /** @param credentials nothing to leave the request unsigned */
  async hello(journal, credentials) {
    const url = new URL('/hello', this.app.aws);
    const request = { method: 'GET', url };
    const headers = credentials
      ? await sign({ ...request, credentials, service: 'execute-api', region: this.app.region })
      : {};
    const exchange = await send(journal, { ...request, to: 'aws', what: 'GET /hello', headers });
    const answer = parsed(exchange);
    if (exchange.status !== 200) {
      throw new AwsRefusal(errorType(exchange), answer.message ?? answer.Message ?? 'refused', exchange.status);
    }
    return answer;
  }

  async #cognito(journal, operation, input) {
    const exchange = await send(journal, {
      to: 'cognito',
      what: operation,
      method: 'POST',
      url: new URL('/', this.app.aws),
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const answer = parsed(exchange);
    if (exchange.status !== 200) {
      throw new AwsRefusal(answer.__type ?? errorType(exchange), answer.message ?? 'refused', exchange.status);
    }
    return answer;
  }

  async #s3(journal, method, credentials, key, body) {
    const url = new URL(encodePath(BUCKET, ...key.split('/')), this.app.aws);
    const request = { method, url, body, headers: body ? { 'Content-Type': body.type } : {} };
    const headers = await sign({ ...request, credentials, service: 's3', region: this.app.region });
    const exchange = await send(journal, { ...request, headers, to: 'aws', what: `${method} s3://${BUCKET}/${key}` });
    if (exchange.status >= 400) {
      const answer = new DOMParser().parseFromString(exchange.responseBody, 'application/xml');
      const text = (name) => answer.querySelector(name)?.textContent ?? 'refused';
      throw new AwsRefusal(text('Code'), text('Message'), exchange.status);
    }
    return exchange;
  }
}

function parsed(exchange) {
  try {
    return JSON.parse(exchange.responseBody);
  } catch {
    throw new AwsRefusal('no-json', 'The answer was not in the form that AWS gives it.', exchange.status);
  }
}

function errorType(exchange) {
  return exchange.responseHeaders['x-amzn-errortype'] ?? 'refused';
}
