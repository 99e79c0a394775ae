// What a rule may look at: the files that are (or would be) committed, and what cargo knows of the workspace.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

// Beyond this a file is data, not text that somebody wrote.
const LARGEST_TEXT = 2_000_000;

// Not looked into where git cannot say what belongs to the tree.
const NOT_OURS = new Set(['.git', 'target', 'node_modules', 'dist', 'data']);

// What cargo says of the workspace is about 3 MB.
const ANSWER_BUFFER = 256 * 1024 * 1024;

/** What git would commit; undefined where git does not answer (none installed, a tree of another owner). */
function listed(root) {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: ANSWER_BUFFER });
  return status === 0 ? [...new Set(stdout.split('\0'))].filter((path) => path !== '') : undefined;
}

function cargo(root, args) {
  return execFileSync('cargo', [...args, '--locked', '--offline'], { cwd: root, encoding: 'utf8', maxBuffer: ANSWER_BUFFER });
}

function walked(root, below = '') {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : walked(root, path);
    return [path];
  });
}

/** Opens the tree below `root`. Files `cargo-metadata.json` and `cargo-tree.txt` in it stand for cargo's answers (self tests). */
export function openTree(root) {
  const paths = (existsSync(join(root, '.git')) ? listed(root) : undefined) ?? walked(root);
  const files = paths.filter((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile()).sort();
  const texts = new Map();
  let metadata;
  return {
    files,
    has: (path) => files.includes(path),
    /** The file's text, or undefined for what is not text. */
    text(path) {
      if (!texts.has(path)) {
        const bytes = readFileSync(join(root, path));
        texts.set(path, bytes.length > LARGEST_TEXT || bytes.includes(0) ? undefined : bytes.toString('utf8'));
      }
      return texts.get(path);
    },
    /** What `cargo metadata` says; undefined where there is no workspace. */
    metadata() {
      if (metadata !== undefined) return metadata;
      if (files.includes('cargo-metadata.json')) {
        metadata = JSON.parse(this.text('cargo-metadata.json'));
      } else if (files.includes('Cargo.lock')) {
        metadata = JSON.parse(cargo(root, ['metadata', '--format-version', '1']));
      }
      return metadata;
    },
    /** One line `name vVERSION …` for every crate that is built on any platform, tests included; may repeat. */
    built() {
      if (files.includes('cargo-tree.txt')) return this.text('cargo-tree.txt');
      if (!files.includes('Cargo.lock')) return '';
      return cargo(root, ['tree', '--workspace', '--target', 'all', '--prefix', 'none']);
    },
  };
}
