// Rules about the text of files.

const CODE = /\.(rs|ts|tsx|js|mjs|css)$/;
const PROSE_OR_CODE = /(\.(rs|ts|tsx|js|mjs|css|html|sql|md|toml|ya?ml|sh|json)|(^|\/)(Makefile|run|\.editorconfig|\.npmrc|scripts\/[^/.]+))$/;
const LOCK_FILE = /(^|\/)(Cargo\.lock|package-lock\.json)$/;

// The rules and their bad examples hold what they look for.
const OF_THE_RULES = /^scripts\/rules\//;

// Made by a program from something that is checked itself.
const GENERATED = new Set(['web/src/api/schema.d.ts', 'web/src/routeTree.gen.ts', 'openapi.json']);

// A file that does not fit into a reader's head hides a missing module. The aim is 500; this is where it ends.
const MOST_LINES = 600;
/** A file of tests is a list of cases: read one at a time, not held in the head as a whole. */
const MOST_TEST_LINES = 900;
const IS_TEST = /\/tests?\/|[._]tests?\.|\/e2e\//u;

function most(path) {
  return IS_TEST.test(path) ? MOST_TEST_LINES : MOST_LINES;
}

/** `path:line: text` for every line that matches, in the files that `wanted` lets through. */
function matches(tree, wanted, pattern) {
  const found = [];
  for (const path of tree.files) {
    if (!wanted(path) || OF_THE_RULES.test(path) || LOCK_FILE.test(path) || GENERATED.has(path)) continue;
    const lines = tree.text(path)?.split('\n') ?? [];
    lines.forEach((line, index) => {
      if (pattern.test(line)) found.push(`${path}:${index + 1}: ${line.trim().slice(0, 120)}`);
    });
  }
  return found;
}

const isRust = (path) => path.endsWith('.rs');
const isWritten = (path) => PROSE_OR_CODE.test(path);

// Recorded and made-up payloads say what others say.
const isFixture = (path) => /(^|\/)fixtures\//.test(path);

// The application's own code: not the tests, which may look into a database from outside, and not the crates whose
// business SQL is (the benchmark's plain handler writes by itself).
const isSqlFree = (path) => /^crates\/[^/]+\/src\/.*\.rs$/.test(path) && !/^crates\/(store|meta-sim|testkit|bench)\//.test(path);

/** The types that a file gives a place in the API's document: `path:line` and name, or the name it asks for there. */
function schemas(path, text) {
  return [...text.matchAll(/#\[derive\([^)]*\bToSchema\b[^)]*\)\]((?:\s*(?:#\[[^\n]*|\/\/[^\n]*))*)\s*pub(?:\([^)]*\))? (?:struct|enum) (\w+)/g)].map((match) => {
    const line = text.slice(0, match.index).split('\n').length;
    return { place: `${path}:${line}`, name: match[1].match(/schema\([^\n]*\bas = (\w+)/)?.[1] ?? match[2] };
  });
}

export const textRules = [
  {
    name: 'length',
    why: `no source file beyond ${MOST_LINES} lines, none of tests beyond ${MOST_TEST_LINES}: find the missing module`,
    check: (tree) =>
      tree.files
        .filter((path) => CODE.test(path) && !GENERATED.has(path) && !isFixture(path))
        .map((path) => [path, (tree.text(path) ?? '').split('\n').length - 1])
        .filter(([path, lines]) => lines > most(path))
        .map(([path, lines]) => `${path}: ${lines} lines`),
  },
  {
    name: 'machine-paths',
    why: 'nothing may depend on where it lies on one machine',
    check: (tree) =>
      matches(tree, (path) => isWritten(path) && !isFixture(path), /(^|[\s"'`(=:,[])\/(work|root|home\/\w+|Users\/\w+)(\/|["'`\s),;]|$)/),
  },
  {
    name: 'registry-hosts',
    why: 'package registries are named in lock files only, so that a mirror works everywhere',
    check: (tree) =>
      matches(tree, isWritten, /\b(crates\.io|registry\.npmjs\.(org|com)|registry\.yarnpkg\.com|pypi\.org|files\.pythonhosted\.org|proxy\.golang\.org)\b/),
  },
  {
    name: 'unfinished',
    why: 'what is committed is finished; what is not is not there',
    check: (tree) => matches(tree, (path) => isWritten(path) && !isFixture(path), /\b(TODO|FIXME|XXX)\b|\b(todo|unimplemented)!\s*[(\[{]/),
  },
  {
    name: 'skipped-tests',
    why: 'a test that does not run proves nothing',
    check: (tree) => [
      ...matches(tree, isRust, /#\[ignore\b|cfg_attr\([^)]*,\s*ignore\b/),
      ...matches(
        tree,
        (path) => /\.(test|spec)\.(ts|tsx|js|mjs)$/.test(path),
        /\b(it|test|describe|suite)(\.\w+)*\.(only|skip|todo)\b|\b(only|skip|todo):\s*(true|['"`])/,
      ),
    ],
  },
  {
    name: 'bare-allow',
    why: 'a lint is silenced by #[expect(…, reason = "…")], which complains when it is no longer needed',
    check: (tree) => matches(tree, isRust, /#!?\[allow\(|cfg_attr\(.*,\s*allow\(/),
  },
  {
    name: 'sql',
    why: 'SQL lives in crates/store and crates/meta-sim only',
    check: (tree) =>
      matches(
        tree,
        isSqlFree,
        /^(?!\s*\/\/).*(\bsqlx\b|["#]\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(TABLE|INDEX|VIEW)\s))/,
      ),
  },
  {
    name: 'schema-names',
    why: 'of two types with one name only one stands in the API document, and routes of the other tell lies',
    check: (tree) => {
      const all = tree.files.filter(isRust).flatMap((path) => schemas(path, tree.text(path) ?? ''));
      const first = new Map();
      return all.flatMap(({ place, name }) => {
        const other = first.get(name);
        if (other === undefined) first.set(name, place);
        return other === undefined ? [] : [`${place}: ${name} stands at ${other} too`];
      });
    },
  },
];
