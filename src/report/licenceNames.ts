import apache from 'spdx-license-list/licenses/Apache-2.0.json' with { type: 'json' };
import bsd2 from 'spdx-license-list/licenses/BSD-2-Clause.json' with { type: 'json' };
import bsd3 from 'spdx-license-list/licenses/BSD-3-Clause.json' with { type: 'json' };
import boost from 'spdx-license-list/licenses/BSL-1.0.json' with { type: 'json' };
import cc0 from 'spdx-license-list/licenses/CC0-1.0.json' with { type: 'json' };
import eclipse from 'spdx-license-list/licenses/EPL-2.0.json' with { type: 'json' };
import isc from 'spdx-license-list/licenses/ISC.json' with { type: 'json' };
import mit from 'spdx-license-list/licenses/MIT.json' with { type: 'json' };
import mozilla from 'spdx-license-list/licenses/MPL-2.0.json' with { type: 'json' };
import unlicense from 'spdx-license-list/licenses/Unlicense.json' with { type: 'json' };
import zlib from 'spdx-license-list/licenses/Zlib.json' with { type: 'json' };

/** The texts of SPDX for licences that Go modules have. Those of the GNU project do not say whether later versions apply, too. */
const TEXTS = {
  'Apache-2.0': apache,
  'BSD-2-Clause': bsd2,
  'BSD-3-Clause': bsd3,
  'BSL-1.0': boost,
  'CC0-1.0': cc0,
  'EPL-2.0': eclipse,
  ISC: isc,
  MIT: mit,
  'MPL-2.0': mozilla,
  Unlicense: unlicense,
  Zlib: zlib,
};

/** Lines that differ between files with the same licence, as SPDX's matching guidelines say: notices, titles, marks of lists. */
const COPYRIGHT =
  /^[^\p{L}\p{N}©(\n]*(?:portions )?(?:copyright(?!\s+(?:notice|owner|holder|law|licen|and|or|in|interest|doctrine)|\w)|\(c\)\s*\d|©|all rights reserved\b).*$/gimu;
const TITLE =
  /^[^\p{L}\p{N}\n]*(?:the )?(?:mit|isc|(?:new |simplified |modified |revised |[23]-clause )?bsd|boost software|zlib)[^\n]{0,30}licen[cs]e[^\n]{0,20}$/gimu;
const LIST_MARK = /^[^\p{L}\p{N}\n]*(?:\d+[.)]|\(?[a-z][.)]|[*•-])\s+/gimu;

/** In characters; the licence of Eclipse has 14,000. */
const LONGEST = 50_000;

/** Where texts name somebody; the words may be others. */
const PARTIES: [words: string, pattern: string][] = [
  ['name of the copyright holder nor', 'names? of (?:\\S+ ){1,15}nor'],
  ['the names of its contributors', '(?:the )?names of (?:\\S+ )?contributors'],
  ['by the copyright holders and contributors as is', 'by (?:\\S+ ){1,12}as is'],
  ['shall the copyright holder or contributors be', 'shall (?:\\S+ ){1,12}be'],
  ['shall the authors or copyright holders be', 'shall (?:\\S+ ){1,12}be'],
  ['and isc disclaims', 'and (?:\\S+ ){1,6}disclaims?'],
  ['shall isc be', 'shall (?:\\S+ ){1,6}be'],
];

/** A text without what may differ: words in lower case, a space between them. */
function words(text: string): string {
  const relevant = text
    .toLowerCase()
    .replace(COPYRIGHT, '')
    .replace(TITLE, '')
    .replace(LIST_MARK, '')
    .replaceAll('http://', 'https://');
  return (relevant.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

let patterns: [id: string, pattern: RegExp][] | undefined;

function patternOf(licenseText: string): RegExp {
  // How to apply the licence to a file; many leave it out.
  const [terms = '', appendix] = words(licenseText).split(
    / (?=end of terms and conditions|exhibit a source code form license notice)/,
  );
  let pattern = terms;
  for (const [named, others] of PARTIES) pattern = pattern.replace(named, others);
  return new RegExp(`^${pattern}${appendix === undefined ? '' : `(?: ${appendix})?`}$`);
}

/**
 * The licence that a text is, from its first to its last word.
 * @returns an identifier of SPDX; undefined for texts that are not known, that are changed, or that have something added.
 */
export function licenceName(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  patterns ??= Object.entries(TEXTS).map(([id, { licenseText }]) => [id, patternOf(licenseText)]);
  const found = words(text);
  return patterns.find(([, pattern]) => pattern.test(found))?.[0];
}
