/** Shapes of the wire: templates that a provider has approved. */
export interface TemplateGap {
  /** By what it is filled: `header.1`, `body.name`, `button.0.1`. */
  key: string;
  kind: 'text' | 'payload';
  label: string;
  /** What the provider was given as a sample. */
  example: string;
}

export interface TemplateButton {
  title: string;
  url: string;
  phone: string;
}

export interface ProviderTemplate {
  name: string;
  language: string;
  category: 'marketing' | 'utility' | 'authentication' | 'other';
  status: 'approved' | 'pending' | 'rejected' | 'paused' | 'disabled';
  /** Approved, and we know how to fill it. */
  sendable: boolean;
  header: string;
  body: string;
  footer: string;
  /** The kind of file its head wants. */
  file: string;
  buttons: TemplateButton[];
  gaps: TemplateGap[];
  /** What in it we cannot fill. */
  obstacle: string;
  /** Why it was refused. */
  reason: string;
}

export interface ProviderTemplates {
  items: ProviderTemplate[];
  synced_at: string | null;
  /** What the provider has said instead, since. */
  error: string;
}

/** A template with its gaps filled. */
export interface TemplateChoice {
  name: string;
  language: string;
  values: Record<string, string>;
}
