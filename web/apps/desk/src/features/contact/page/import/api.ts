/** Bringing customers in from a file: what the server keeps of it, and the deeds. */
import { Problem, uuid7 } from '@otklik/api';
import { useQuery } from '@tanstack/react-query';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';

export type ImportState = 'draft' | 'checked' | 'running' | 'done' | 'cancelled';
export type Mapping = Record<string, string>;

export interface ContactImport {
  id: number;
  file_name: string;
  operator_name: string;
  state: ImportState;
  total: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export interface ImportRefusal {
  /** As a spreadsheet counts: the headers are row 1. */
  row: number;
  cells: string[];
  reasons: { field: string; code: string; message: string }[];
}

export interface ContactImportDetail extends ContactImport {
  encoding: string;
  separator: string;
  headers: string[];
  mapping: Mapping;
  sample: string[][];
  refusals: ImportRefusal[];
}

export const BYTES_MAX = 10 * 1024 * 1024;
const PATH = '/contacts/imports';
const RUNNING_MS = 5_000;

/** Brings a file as it is: which encoding and separator it has is seen on the server. */
export async function bringFile(file: File): Promise<ContactImportDetail> {
  const request = { method: 'POST', credentials: 'same-origin', body: file, headers: { Accept: 'application/json', 'Accept-Language': server.language, 'Content-Type': 'text/csv', 'X-File-Name': encodeURIComponent(file.name), 'X-CSRF-Token': server.csrf, 'Idempotency-Key': uuid7() } } as const;
  const response = await fetch(`/api/v1${PATH}?lang=${server.language}`, request).catch((error: unknown) => {
    throw new Problem(0, 'unreachable', String(error));
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw Problem.from(response.status, body);
  return body as ContactImportDetail;
}

export function doImport(id: number, verb: 'check' | 'start' | 'cancel', mapping?: Mapping): Promise<ContactImportDetail> {
  return server.post<ContactImportDetail>(`${PATH}/${id}/${verb}?lang=${server.language}`, mapping && { mapping });
}

export function useImport(id: number) {
  return useQuery({ queryKey: keys.import(id), queryFn: () => server.get<ContactImportDetail>(`${PATH}/${id}`, { lang: server.language }), refetchInterval: (query) => (query.state.data?.state === 'running' ? RUNNING_MS : false) });
}

export function useImports() {
  return useQuery({ queryKey: keys.importList, queryFn: async () => (await server.get<{ items: ContactImport[] }>(PATH)).items });
}

export function refusedAddress(id: number): string {
  return `/api/v1${PATH}/${id}/refused?lang=${server.language}`;
}

/** How much of it is done, of a hundred. */
export function percent({ total, created, updated, unchanged, refused }: ContactImport): number {
  return total === 0 ? 100 : Math.floor(((created + updated + unchanged + refused) / total) * 100);
}
