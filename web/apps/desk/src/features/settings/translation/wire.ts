/** The translation service as the API shows and takes it. */
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

export interface TranslationService {
  /** Empty, and version 0, where none is connected. */
  url: string;
  has_key: boolean;
  version: number;
  changed_at: string | null;
  changed_by: string;
}

export interface ServiceCheck {
  name: 'address' | 'languages' | 'detect' | 'translate';
  state: 'ok' | 'warn' | 'fail' | 'unknown';
  code: string;
  detail: string;
}

export const serviceQuery = { queryKey: keys.translationService, queryFn: () => server.get<TranslationService>('/translation/service') } as const;
