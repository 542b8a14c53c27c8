/**
 * Keeps the floors of the web tree: imports only go down.
 * app → features/<noun> → shared → packages; a feature never reaches into another one.
 */
import path from 'node:path';

/** @typedef {{ kind: string, name: string }} Zone */

const root = path.resolve(import.meta.dirname, '..');

/** @param {string} file @returns {Zone | null} */
export function zoneOf(file) {
  const [top, unit, folder, layer, noun] = path.relative(root, file).split(path.sep);
  if (folder !== 'src') return null;
  if (top === 'packages') return { kind: 'package', name: unit ?? '' };
  if (top !== 'apps') return null;
  if (unit !== 'desk') return { kind: unit ?? '', name: unit ?? '' };
  if (layer === 'features') return { kind: 'feature', name: noun ?? '' };
  if (layer === 'shared') return { kind: 'shared', name: 'shared' };
  return { kind: 'app', name: 'app' };
}

/** @param {string} source @param {string} from @returns {Zone | null} */
function targetOf(source, from) {
  if (source.startsWith('@otklik/')) {
    const unit = source.split('/')[1] ?? '';
    const isApp = ['desk', 'widget', 'loader'].includes(unit);
    return isApp ? { kind: 'app', name: unit } : { kind: 'package', name: unit };
  }
  if (source.startsWith('~/')) return zoneOf(path.join(root, 'apps/desk/src', source.slice(2)));
  if (source.startsWith('.')) return zoneOf(path.resolve(path.dirname(from), source));
  return null;
}

/** Which kinds each kind may import besides itself. */
/** @type {Record<string, string[]>} */
const allowed = {
  app: ['feature', 'shared', 'package'],
  feature: ['shared', 'package'],
  shared: ['package'],
  package: ['package'],
  // Our own pages draw the button that the loader draws on a site.
  widget: ['package', 'loader'],
  loader: [],
};

/** @param {Zone} from @param {Zone} to */
export function mayImport(from, to) {
  if (from.kind === to.kind) return from.kind === 'package' || from.name === to.name;
  return allowed[from.kind]?.includes(to.kind) ?? true;
}

/** @type {import('eslint').Rule.RuleModule} */
const floors = {
  meta: { type: 'problem', schema: [], messages: { floor: '{{from}} must not import {{to}}' } },
  create(context) {
    const from = zoneOf(context.filename);
    if (!from) return {};
    /** @param {import('estree').Node & { source?: { value?: unknown } | null | undefined }} node */
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const to = targetOf(source, context.filename);
      const bare = !to && from.kind === 'loader';
      if (!bare && (!to || mayImport(from, to))) return;
      const name = to ? `${to.kind} ${to.name}` : source;
      context.report({ node, messageId: 'floor', data: { from: `${from.kind} ${from.name}`, to: name } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

export default { rules: { floors } };
