import { cases } from './cases.js';
import { proveCases } from './prove.js';

proveCases(cases.filter(({ large }) => large));
