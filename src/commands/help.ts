import { screenWidth } from '../views/layout.ts';
import { type Command, defineCommand } from './command.ts';
import { optionalArgument } from './options.ts';
import { TOPIC_NAMES } from './topics.ts';
import { unknownCommand } from './unknown.ts';

/** Prints topics; the program reads `help COMMAND` as `COMMAND --help`. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    group: 'shell',
    summary: `Explain a command, or ${TOPIC_NAMES.join(', ')}`,
    arguments: {
      topic: optionalArgument({
        name: 'topic',
        summary: `A command, or ${TOPIC_NAMES.join(', ')}`,
        completion: 'topic',
        parse: (word) => word,
      }),
    },
    examples: [
      { line: 'four help plan', meaning: 'What plan does, with its options' },
      { line: 'four help dates', meaning: 'How to name a day' },
    ],
    async run({ terminal }, { topic: word = '' }) {
      const topic = TOPIC_NAMES.find((name) => name === word);
      if (topic === undefined) throw unknownCommand(word, [], commands());
      const { TOPICS, topicScreen } = await import('../views/topics.ts');
      terminal.out(topicScreen(TOPICS[topic], screenWidth(terminal.style)));
    },
  });
}
