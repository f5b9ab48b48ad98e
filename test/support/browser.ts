/** A real browser. */
import { mkdirSync } from 'node:fs';
import { after } from 'node:test';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { findProgram } from './programs.js';
import { setUp } from './setUp.js';

/**
 * Starts Chromium for the tests of a file.
 * @param screenshots - a directory for pictures; it is made.
 */
export function setUpBrowser(screenshots: string): () => Browser {
  const browser = setUp(() => {
    mkdirSync(screenshots, { recursive: true });
    return launch({ executablePath: findProgram('chromium'), args: ['--no-sandbox'] });
  });
  after(() => browser().close());
  return browser;
}

/** A page, and what the browser complains about: errors, messages, and requests for what is not in a file. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
}

/** Opens an empty page. */
export async function newPage(browser: Browser): Promise<WatchedPage> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
  });
  return { page, complaints };
}
