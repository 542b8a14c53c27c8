/** A signature as it will stand below a letter, filled in with me, my company and an invented customer. */

const BRACED = /\{\{\s*([^{}|\n]*?)\s*(?:\|\s*default\s*:\s*"([^"{}\n]*)"\s*)?\}\}/g;

const firstWord = (name: string) => name.trim().split(/\s+/)[0] ?? '';

export function sampleValues(operator: string, workspace: string, customer: string): Record<string, string> {
  return {
    'operator.name': operator,
    'operator.first_name': firstWord(operator),
    'workspace.name': workspace,
    'customer.name': customer,
    'customer.first_name': firstWord(customer),
    'conversation.number': '48120',
  };
}

/** What has neither value nor default leaves nothing behind. */
export function fillSignature(text: string, values: Record<string, string>): string {
  return text.replace(BRACED, (_, name: string, fallback: string | undefined) => values[name] ?? fallback ?? '').trim();
}
