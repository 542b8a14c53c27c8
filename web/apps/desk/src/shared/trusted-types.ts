/**
 * Under `require-trusted-types-for 'script'` the kit may still fill its own style elements as text,
 * but nothing that looks like markup passes: a style sheet has no use for an opening angle bracket.
 */
interface PolicyFactory {
  createPolicy: (name: string, rules: { createHTML: (text: string) => string }) => unknown;
}

export function permitStyleTextOnly(): void {
  const { trustedTypes } = window as Window & { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text.includes('<')) throw new TypeError('Markup from text is refused');
      return text;
    },
  });
}
