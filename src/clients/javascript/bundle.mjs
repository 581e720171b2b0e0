import { build } from 'esbuild';

// region: bundle
/** The page's script, as text. */
export async function bundle() {
  const { outputFiles } = await build({
    entryPoints: ['page.mjs'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    // What the package has for browsers; esbuild does not find it by itself, and stops at modules of Node.
    alias: { '@aws-sdk/credential-providers': '@aws-sdk/credential-providers/dist-es/index.browser.js' },
    target: 'es2022',
    minify: true,
    write: false,
  });
  return outputFiles[0].text;
}
// endregion
