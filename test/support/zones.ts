import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';

const CORE = path.resolve(import.meta.dirname, '../../src/core');

/** What is asked, and the time zone to answer it in. */
export interface Question {
  readonly zone: string;
}

/**
 * Answers each question by `work`, the source of a function that may use what `imports` brings, in the question's time zone.
 * In a process of its own: inside jest, setting TZ changes nothing.
 */
export async function inZones(imports: string, work: string, questions: readonly Question[]): Promise<unknown[]> {
  const contents = `
    ${imports}
    import fs from 'node:fs';
    const work = ${work};
    const answers = [];
    (async () => {
      for (const question of ${JSON.stringify(questions)}) {
        if (process.env.TZ !== question.zone) process.env.TZ = question.zone;
        answers.push(await work(question));
      }
      fs.writeFileSync(1, JSON.stringify(answers));
    })();`;
  const stdin = { contents, resolveDir: CORE, loader: 'ts' } as const;
  const { outputFiles } = await build({ stdin, bundle: true, write: false, platform: 'node', format: 'cjs' });
  const script = outputFiles[0]?.text ?? '';
  return JSON.parse(execFileSync(process.execPath, ['-'], { input: script, encoding: 'utf8', maxBuffer: 1e9 }));
}
