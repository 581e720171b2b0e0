// A page that keeps notes in S3, for guests and for users. Bundled by esbuild; see docs/clients/browser.md.
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Account } from './account.mjs';
import { Backend } from './backend.mjs';

const { backendUrl, bucket, ...options } = JSON.parse(document.getElementById('settings').textContent);

// region: page
const account = new Account(new Backend(backendUrl), options, localStorage);

function note() {
  return { Bucket: bucket, Key: `home/${account.identityId}/note.txt` };
}

function save(text) {
  return account.s3.send(new PutObjectCommand({ ...note(), Body: text }));
}

async function open() {
  const { Body } = await account.s3.send(new GetObjectCommand(note()));
  return Body.transformToString();
}
// endregion

const status = document.querySelector('[role=status]');

/** Says in the end what came out of it, or the code of a problem. */
async function tell(step) {
  status.textContent = '…';
  let said;
  try {
    said = (await step()) ?? 'done';
  } catch (problem) {
    said = problem.code ?? problem.name;
  }
  document.getElementById('who').textContent = account.identityId ?? 'nobody';
  status.textContent = said;
}

function onSubmit(id, step) {
  document.getElementById(id).addEventListener('submit', (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    tell(() => step(form));
  });
}

onSubmit('sign-in', async (form) => {
  const kept = await account.signIn(form.get('name'), form.get('password'));
  return kept ? 'your notes are still here' : 'welcome';
});
onSubmit('note', (form) => save(form.get('text')).then(() => 'saved'));
document.getElementById('open').addEventListener('click', () => tell(open));
document.getElementById('sign-out').addEventListener('click', () => tell(() => account.signOut()));

tell(() => account.beGuest());
