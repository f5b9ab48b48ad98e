/** The commands of pages that take long. */
import { testPages } from './runPage.js';

testPages({ long: true });
