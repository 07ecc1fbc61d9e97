import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { maskSecrets, remoteHelpers } from '../core/remote-address.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { stateFolder } from '../session/environment.ts';
import type { Session } from '../session/session.ts';
import { makeFolder, readOwnText, replacePrivately } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { loadStoreId } from './outbox.ts';
import { ensureSyncRow, replicate } from './replica.ts';

// A store may come from somebody else, and with it the address to sync with. So the user has to name the address on this machine too:
// the folder for state has a file for each store, by its path, with the addresses that were named for it here. A store that is put in
// its place has another id, and they do not hold for it.

/** Whether the user has named this address for this store on this machine. */
export function isConfirmed(session: Session, address: string): boolean {
  return confirmedAddresses(session).includes(digestOf(session, address));
}

/** The address that the store names but the user has not; undefined if there is none. */
export function unconfirmedAddress(session: Session): string | undefined {
  const { syncRemote } = session.store.settings.load();
  return syncRemote === null || isConfirmed(session, syncRemote) ? undefined : syncRemote;
}

/** The command that confirms an address. One with a password in it is neither printed nor put on a command line. */
export function confirmCommand(address: string): string {
  return `four sync ${maskSecrets(address) === address ? shellQuote(address) : '-'}`;
}

/** Whether a sync with a stored address may begin with a yes. An address that starts a program has to be typed. */
export function canBeConfirmed(address: string): boolean {
  return remoteHelpers(address).length === 0;
}

/** Notes that the user has named this address here. Where there is no place for that, it has to be named for each sync. */
export function confirmAddress(session: Session, address: string): void {
  if (loadStoreId(session.store) === null) replicate(session, ensureSyncRow);
  const file = confirmationFile(session);
  if (file === undefined || isConfirmed(session, address)) return;
  const addresses = [digestOf(session, address), ...confirmedAddresses(session)].slice(0, KEPT_ADDRESSES);
  try {
    makeFolder(path.dirname(file));
    replacePrivately(file, `${JSON.stringify(addresses)}\n`);
  } catch {
    // The next sync asks again.
  }
}

/** Undo may bring back an earlier address. */
const KEPT_ADDRESSES = 100;

/** Makes a store that was restored wait for the user again. */
export function forgetConfirmations(session: Session): void {
  const file = confirmationFile(session);
  if (file !== undefined) fs.rmSync(file, { force: true });
}

function confirmedAddresses(session: Session): string[] {
  const file = confirmationFile(session);
  if (file === undefined) return [];
  try {
    const stored: unknown = JSON.parse(readOwnText(file) ?? '[]');
    return Array.isArray(stored) ? stored.map(String) : [];
  } catch {
    return [];
  }
}

function confirmationFile({ env, store }: Session): string | undefined {
  const state = stateFolder(env);
  return state && path.join(state, 'sync', `${hash(placeOf(store))}.json`);
}

/** Of the address only a hash is kept, as it may hold a password; with the id, as the address alone could be guessed. */
function digestOf({ store }: Session, address: string): string {
  return hash(`${loadStoreId(store)}\n${address}`);
}

function placeOf({ file }: Store): string {
  return fs.existsSync(file) ? fs.realpathSync(file) : path.resolve(file);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
