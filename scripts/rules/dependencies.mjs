// Rules about what we depend on, and who of us depends on whom. deny.toml says the same to those who have cargo-deny.

// Permissive licences, and MPL-2.0 below for tools that are not part of what we deliver.
const ALLOWED = new Set([
  '0BSD', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'BlueOak-1.0.0', 'BSD-1-Clause', 'BSD-2-Clause', 'BSD-3-Clause',
  'BSL-1.0', 'CC0-1.0', 'CDLA-Permissive-2.0', 'ISC', 'MIT', 'MIT-0', 'Unicode-3.0', 'Unlicense', 'Zlib',
]);
// Copyleft per file, or for texts: fine in a tool that only runs while building or testing.
const ALLOWED_IN_TOOLS = new Set([...ALLOWED, 'MPL-2.0', 'CC-BY-4.0', 'Python-2.0']);

// Crates with a licence for tools that never reach the binary.
const TOOL_CRATES = new Map([['option-ext', 'part of the macro of rust-embed, which runs while building']]);

// One TLS stack (rustls with aws-lc-rs): no OpenSSL, no platform TLS, no second provider.
const BANNED_CRATES = ['openssl-sys', 'openssl', 'native-tls', 'ring'];

// Two of these in one binary are two worlds whose types do not fit.
const ONE_VERSION = ['rustls', 'hyper', 'axum', 'tokio', 'sqlx'];

// Who must not reach whom, through any number of steps. `domain` stays free of I/O; the simulator and the code that
// talks to Meta share no types, or one misunderstanding would pass every test.
const WALLS = [
  { from: 'domain', never: ['tokio', 'sqlx', 'axum', 'hyper', 'reqwest', 'store', 'meta', 'meta-sim', 'server'] },
  { from: 'store', never: ['axum', 'hyper', 'reqwest', 'meta', 'meta-sim', 'server'] },
  { from: 'meta', never: ['sqlx', 'axum', 'store', 'meta-sim', 'server'] },
  { from: 'meta-sim', never: ['domain', 'store', 'meta', 'server'] },
  { from: 'testkit', never: ['domain', 'store', 'meta', 'meta-sim', 'server'] },
];

/** Whether an SPDX expression can be satisfied from `allowed`; AND binds stronger than OR, the old slash means OR. */
export function satisfied(expression, allowed) {
  const words = expression.replaceAll('/', ' OR ').match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const either = () => {
    let result = both();
    while (words[at] === 'OR') {
      at += 1;
      const next = both();
      result = result || next;
    }
    return result;
  };
  const both = () => {
    let result = one();
    while (words[at] === 'AND') {
      at += 1;
      const next = one();
      result = result && next;
    }
    return result;
  };
  const one = () => {
    if (words[at] === '(') {
      at += 1;
      const inner = either();
      at += 1;
      return inner;
    }
    let name = words[at] ?? '';
    at += 1;
    if (words[at] === 'WITH') {
      name += ` WITH ${words[at + 1]}`;
      at += 2;
    }
    return allowed.has(name);
  };
  return either() && at >= words.length;
}

/** The packages of a Cargo.lock as [name, version] pairs. */
function locked(tree) {
  const text = tree.has('Cargo.lock') ? tree.text('Cargo.lock') : '';
  return [...text.matchAll(/^\[\[package\]\]\nname = "([^"]+)"\nversion = "([^"]+)"/gm)].map(([, name, version]) => [name, version]);
}

function crateLicences(tree) {
  const { packages = [] } = tree.metadata() ?? {};
  return packages
    .filter((crate) => crate.source !== null)
    .filter((crate) => !(crate.license && satisfied(crate.license, TOOL_CRATES.has(crate.name) ? ALLOWED_IN_TOOLS : ALLOWED)))
    .map((crate) => `${crate.name} ${crate.version}: ${crate.license ?? 'no licence named'}`);
}

function npmLicences(tree) {
  return tree.files
    .filter((path) => /(^|\/)package-lock\.json$/.test(path))
    .flatMap((path) =>
      Object.entries(JSON.parse(tree.text(path)).packages ?? {})
        .filter(([place, entry]) => place !== '' && !entry.link)
        .filter(([, entry]) => !(entry.license && satisfied(entry.license, entry.dev ? ALLOWED_IN_TOOLS : ALLOWED)))
        .map(([place, entry]) => `${path}: ${place}: ${entry.license ?? 'no licence named'}`),
    );
}

/** Exact pins: the number written in [workspace.dependencies] is the number in the lock file. */
function pins(tree) {
  if (!tree.has('Cargo.toml')) return [];
  const section = tree.text('Cargo.toml').split(/^\[workspace\.dependencies\]$/m)[1]?.split(/^\[/m)[0] ?? '';
  const versions = new Map();
  for (const [name, version] of locked(tree)) versions.set(name, [...(versions.get(name) ?? []), version]);
  const faults = [];
  for (const line of section.split('\n')) {
    const [, name, rest] = line.match(/^([\w-]+)\s*=\s*(.+)$/) ?? [];
    if (name === undefined || /\bpath\s*=/.test(rest)) continue;
    const written = rest.match(/^"=?([^"]+)"/)?.[1] ?? rest.match(/\bversion\s*=\s*"=?([^"]+)"/)?.[1];
    const renamed = rest.match(/\bpackage\s*=\s*"([^"]+)"/)?.[1] ?? name;
    const known = versions.get(renamed) ?? [];
    // What follows a plus sign is no part of the version.
    if (known.length === 0) {
      faults.push(`Cargo.toml: ${name} is used by nobody`);
    } else if (!known.some((version) => version.split('+')[0] === written)) {
      faults.push(`Cargo.toml: ${name} = "${written}", Cargo.lock has ${known.join(', ')}`);
    }
  }
  return faults;
}

function npmPins(tree) {
  return tree.files
    .filter((path) => /^web\/(tools\/)?package\.json$/.test(path))
    .flatMap((path) => {
      const { dependencies, devDependencies } = JSON.parse(tree.text(path));
      return Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path}: ${name} "${version}" is no exact version`);
    });
}

/** Of what is really built: lock file and metadata also name crates that no chosen feature uses. */
function bans(tree) {
  const lines = new Set(tree.built().split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  const crates = [...lines].filter((line) => line !== '').map((line) => line.replace(' v', ' ').split(' '));
  const faults = crates.filter(([name]) => BANNED_CRATES.includes(name)).map(([name, version]) => `${name} ${version} is banned`);
  for (const name of ONE_VERSION) {
    const versions = crates.filter(([other]) => other === name).map(([, version]) => version);
    if (versions.length > 1) faults.push(`${name} is there more than once: ${versions.join(', ')}`);
  }
  return faults;
}

/** The names of all packages that `id` reaches by ordinary dependencies; its own tests' and build's do not count. */
function reached(nodes, names, id) {
  const seen = new Set();
  const open = [id];
  while (open.length > 0) {
    for (const dependency of nodes.get(open.pop())?.deps ?? []) {
      const ordinary = dependency.dep_kinds.some((kind) => kind.kind === null);
      if (ordinary && !seen.has(dependency.pkg)) {
        seen.add(dependency.pkg);
        open.push(dependency.pkg);
      }
    }
  }
  return new Set([...seen].map((other) => names.get(other)));
}

function walls(tree) {
  const metadata = tree.metadata();
  if (metadata === undefined) return [];
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const names = new Map(metadata.packages.map((crate) => [crate.id, crate.name]));
  return WALLS.flatMap(({ from, never }) => {
    const own = metadata.packages.find((crate) => crate.name === from && crate.source === null);
    if (own === undefined) return [];
    const all = reached(nodes, names, own.id);
    return never.filter((name) => all.has(name)).map((name) => `${from} depends on ${name}`);
  });
}

export const dependencyRules = [
  { name: 'licences', why: 'everything we use has a licence from the list', check: (tree) => [...crateLicences(tree), ...npmLicences(tree)] },
  { name: 'bans', why: 'one TLS stack, one version of what must fit together', check: bans },
  { name: 'pins', why: 'versions are exact, and the lock files agree', check: (tree) => [...pins(tree), ...npmPins(tree)] },
  { name: 'walls', why: 'the direction of dependencies is part of the design', check: walls },
];
