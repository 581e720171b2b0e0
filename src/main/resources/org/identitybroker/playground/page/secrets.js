/** Enough to tell one from another, too little to use. */
const SHOWN = 8;

/** Members whose values let somebody act as the user, by their names in all the formats that pass by. */
const SECRET_MEMBER = /^(token|secretkey|sessiontoken|password|cognito-identity\..*)$/i;

const SECRET_HEADER = /^(authorization|x-amz-security-token)$/i;

export function shortened(secret) {
  return secret.length <= SHOWN ? '…' : `${secret.slice(0, SHOWN)}… (${secret.length} characters)`;
}

/** A header's value as it may be shown to whoever looks over a shoulder. */
export function headerWithoutSecret(name, value) {
  if (!SECRET_HEADER.test(name)) {
    return value;
  }
  const signature = /^(.*Signature=)([0-9a-f]+)$/.exec(value);
  return signature ? signature[1] + shortened(signature[2]) : alreadyCut(value) ? value : shortened(value);
}

/** A body, indented if it is JSON. */
export function readable(body, reveal) {
  let tree;
  try {
    tree = JSON.parse(body);
  } catch {
    return body;
  }
  return JSON.stringify(tree, reveal ? undefined : withoutSecret, 2);
}

export function hasSecret(body) {
  return readable(body, true) !== readable(body, false);
}

function withoutSecret(member, value) {
  return typeof value === 'string' && SECRET_MEMBER.test(member) ? shortened(value) : value;
}

/** The login system cuts what is not this page's to see. */
function alreadyCut(value) {
  return value.includes('… (');
}
