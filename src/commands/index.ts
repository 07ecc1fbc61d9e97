import type { Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { COMPLETE } from '../shell/shells.ts';
import { AUTO_SYNC } from '../sync/auto.ts';
import { register as send } from './auto-sync.ts';
import { register as backup } from './backup.ts';
import { register as check } from './check.ts';
import { register as complete } from './complete.ts';
import { register as config } from './config.ts';
import { register as did } from './did.ts';
import { register as doctor } from './doctor.ts';
import { register as done } from './done.ts';
import { register as drop } from './drop.ts';
import { register as edit } from './edit.ts';
import { register as exportCommand } from './export.ts';
import { register as help } from './help.ts';
import { register as importCommand } from './import.ts';
import { register as init } from './init.ts';
import { register as log } from './log.ts';
import { register as lost } from './lost.ts';
import { register as move } from './move.ts';
import { register as nudge } from './nudge.ts';
import { register as plan } from './plan.ts';
import { register as rest } from './rest.ts';
import { register as restore } from './restore.ts';
import { register as streak } from './streak.ts';
import { register as sync } from './sync.ts';
import { register as today } from './today.ts';
import { register as undo } from './undo.ts';
import { register as undone } from './undone.ts';
import { register as week } from './week.ts';
import { register as year } from './year.ts';

/** Puts a command into the program; its work begins with `begin`. */
export type Register = (program: Command, begin: Begin) => void;

/**
 * Every command by its name, in the order of the help: the day, its changes, the look back, undo, what goes out and comes in, the
 * settings, the store, the shell and help.
 */
export const COMMANDS: { readonly [name: string]: Register } = {
  today,
  plan,
  done,
  undone,
  did,
  check,
  edit,
  drop,
  move,
  rest,
  lost,
  streak,
  week,
  year,
  log,
  undo,
  export: exportCommand,
  import: importCommand,
  sync,
  config,
  backup,
  restore,
  doctor,
  init,
  nudge,
  [COMPLETE]: complete,
  [AUTO_SYNC]: send,
  help,
};

/** Those that speak of the others. */
const NEEDS_ALL = ['help', COMPLETE];

/** What a command line needs of the commands: to define them all would take longer than most of them do. */
export function commandsFor([first]: readonly string[]): readonly Register[] {
  if (first === undefined) return [today];
  const named = Object.hasOwn(COMMANDS, first) && !NEEDS_ALL.includes(first) ? COMMANDS[first] : undefined;
  return named ? [named] : Object.values(COMMANDS);
}
