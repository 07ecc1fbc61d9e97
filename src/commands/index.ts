import { autoSync } from './auto-sync.ts';
import { backup } from './backup.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { completeCommand } from './complete.ts';
import { config } from './config.ts';
import { did } from './did.ts';
import { doctor } from './doctor.ts';
import { done } from './done.ts';
import { drop } from './drop.ts';
import { edit } from './edit.ts';
import { exportCommand } from './export.ts';
import { helpCommand } from './help.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { log } from './log.ts';
import { lost } from './lost.ts';
import { move } from './move.ts';
import { nudge } from './nudge.ts';
import { plan } from './plan.ts';
import { rest } from './rest.ts';
import { restore } from './restore.ts';
import { stats } from './stats.ts';
import { streak } from './streak.ts';
import { swap } from './swap.ts';
import { sync } from './sync.ts';
import { today } from './today.ts';
import { undo } from './undo.ts';
import { undone } from './undone.ts';
import { usual } from './usual.ts';
import { week } from './week.ts';
import { year } from './year.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  today,
  plan,
  done,
  check,
  did,
  undone,
  edit,
  drop,
  move,
  swap,
  usual,
  week,
  streak,
  stats,
  year,
  log,
  lost,
  rest,
  undo,
  exportCommand,
  importCommand,
  sync,
  config,
  backup,
  restore,
  doctor,
  init,
  nudge,
  completeCommand(() => COMMANDS),
  autoSync,
  helpCommand(() => COMMANDS),
];
