/** The commands of pages, and their output. */
import { testPages } from './runPage.js';

testPages({ long: false });
