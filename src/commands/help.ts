import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import { nearestWord } from '../core/nearest-word.ts';
import type { Begin } from '../session/session.ts';

/** What there is to read about besides the commands; the texts are loaded when one is asked for. */
export const TOPIC_NAMES = ['dates', 'streaks', 'data'] as const;

export function register(program: Command, _begin: Begin): void {
  program
    .helpCommand(false)
    .command('help')
    .description('prints help: for all, for one command, or on dates, streaks or data')
    .argument('[topic]', `a command, or ${TOPIC_NAMES.join(', ')}`)
    .action(async (word: string | undefined) => {
      const topic = TOPIC_NAMES.find((name) => name === word);
      if (topic) return showTopic(program, topic);
      const command = program.commands.find((candidate) => candidate.name() === word);
      if (word !== undefined && !command) throw unknownCommand(word, program);
      (command ?? program).outputHelp();
    });
}

async function showTopic(program: Command, name: (typeof TOPIC_NAMES)[number]): Promise<void> {
  const { TOPICS, topicScreen } = await import('../views/topics.ts');
  const { writeOut, getOutHelpWidth } = program.configureOutput();
  writeOut?.(topicScreen(TOPICS[name], getOutHelpWidth?.() ?? 80));
}

/** With the nearest command or topic as a suggestion. */
export function unknownCommand(word: string, program: Command): UsageError {
  const names = program.commands.map((command) => command.name());
  if (names.includes(word))
    return new UsageError(`${word} comes first, its options after it`, `Like this: four ${word} -d yesterday`);
  const nearest = nearestWord(word, [...names, ...TOPIC_NAMES]);
  const line = nearest && (names.includes(nearest) ? `four ${nearest}` : `four help ${nearest}`);
  const hint = line ? `Did you mean ${line}?` : 'For a list of commands: four --help';
  return new UsageError(`there is no command ${JSON.stringify(word)}`, hint);
}
