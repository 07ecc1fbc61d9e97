import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { PATH, placeOf } from './programs.mjs';

/** Offline, without a graphics card, and as root too: what is opened are our own files. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** A file as a browser shows it. */
export interface Opened {
  readonly page: Page;
  /** What should not have happened: errors on the console, dialogs, requests for anything but the file. */
  readonly incidents: readonly string[];
}

export type Open = (file: string, look?: BrowserContextOptions) => Promise<Opened>;

/** A real Chromium for the tests of a file, with a fresh profile for each page. */
export function useBrowser(): Open {
  let browser: Browser | undefined;
  let home = '';
  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
    const env = { PATH, HOME: home, TZ: process.env.TZ, LANG: 'C.UTF-8' };
    // The timeouts are those of the tests.
    browser = await chromium.launch({ executablePath: placeOf('chromium'), args: ARGUMENTS, env, timeout: 0 });
  });
  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  });
  return async (file, look = {}) => {
    const context = await (browser as Browser).newContext(look);
    context.setDefaultTimeout(0);
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    const incidents: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') incidents.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => incidents.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      incidents.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url && request.url() !== 'data:,') incidents.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, incidents };
  };
}

/** What axe finds wrong, as `rule: where`. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
  expect(results.passes.length).toBeGreaterThan(10);
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The contrast of two colours as the browser gives them, `rgb(1, 2, 3)`: 1 to 21, by https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/^rgb\((\d+), (\d+), (\d+)\)$/) ?? []).slice(1).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
