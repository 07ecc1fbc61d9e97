import path from 'node:path';
import type { Session } from '../session/session.ts';

/** The hidden command that syncs in the background. */
export const AUTO_SYNC = '__auto-sync';

/** How long a remote may be silent before a sync gives it up, in milliseconds. */
export const SILENCE_LIMIT_MS = 120_000;

/** How long a plan waits for what other machines have, in milliseconds. */
const FETCH_TIMEOUT_MS = 1000;

/**
 * Starts a sync in a process of its own, if the user wants that. It neither delays nor fails the command. Resolves to the end of that
 * sync; undefined if there is none.
 */
export async function startAutoSync(session: Session): Promise<{ readonly ended: Promise<void> } | undefined> {
  try {
    const { store } = session;
    const { syncAuto, syncRemote } = store.settings.load();
    if (!syncAuto || syncRemote === null) return undefined;
    const { isConfirmed } = await import('./confirmation.ts');
    if (!isConfirmed(session, syncRemote)) return undefined;
    return { ended: session.startInBackground(['--db', path.resolve(store.file), AUTO_SYNC]) };
  } catch {
    // Failures are ignored; the next command tries again.
    return undefined;
  }
}

/** Fetches what other machines have, for somebody who looks at the day. A program that polls it would sync all the time. */
export async function fetchInBackground(session: Session): Promise<void> {
  if (session.output.printsText) await startAutoSync(session);
}

/** Before somebody plans, waits for a moment for what other machines have. */
export async function fetchBeforePlan(session: Session): Promise<void> {
  const sync = session.output.printsText ? await startAutoSync(session) : undefined;
  if (sync === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FETCH_TIMEOUT_MS);
  });
  await Promise.race([sync.ended, timeout]);
  clearTimeout(timer);
}
