import type { Home } from './four.ts';

/** The last days of a lived month, a line for each command: how many days ago, at what time, and the words after `four`. */
const MONTH = `
14 08:00 plan "Write the post" "Call the Acme buyer" Swim "Read one chapter"
14 21:00 done all
13 08:00 plan "Answer Jo" Run "Read one chapter" "Clear the desk"
13 21:00 done all
12 08:00 plan "Draft the talk" Swim "Call home"
12 21:00 done 1
12 21:05 lost "The Acme sale" -m "Send the dates sooner"
11 08:00 lost --settle 1 --next "Ask for a second chance"
11 08:05 plan Swim Run "Read one chapter"
11 20:00 done 1 -m "She said March"
11 20:05 done 2 3 4
10 08:00 rest -m "On a train"
6 08:00 plan "Write the talk" Run "Read one chapter" "Clear the desk"
6 21:00 done 1 2
5 08:00 plan "Write the talk" Swim "Call home" "Answer Jo"
5 21:00 done all
4 08:00 plan Run "Read one chapter" "Fix the tap" Swim
4 21:00 done all
3 08:00 plan "Sort the photos" Run
3 21:00 done 2
3 21:05 did "Fixed the printer"
3 21:10 lost "The morning"
3 21:15 lost "The train" --let-go
2 08:00 rest
1 08:00 plan "Write the letter" Swim Run "Read one chapter"
1 21:00 done all
0 08:00 plan "Sort the photos" "Read one chapter"
0 18:00 done 2 -m "Two, in fact"
`;

/** Lives the month in a home, up to its today. */
export async function liveMonth(home: Home, daysAgo: (days: number) => string): Promise<void> {
  for (const line of MONTH.trim().split('\n')) {
    const [ago, time, ...words] = line.match(/"[^"]*"|\S+/g) as string[];
    home.at(`${daysAgo(Number(ago))}T${time}`);
    const { stderr, status } = await home.four(...words.map((word) => word.replaceAll('"', '')), '-q');
    if (status !== 0) throw new Error(`four ${words.join(' ')}: ${stderr}`);
  }
}
