import { compare, testConstructs } from './compare.js';

testConstructs('symbol names', () => compare('symbols/plugin'), {
  'linkname to a function': 'hidden.secret hidden2.secret',
  'linkname to a variable': 'hidden.value',
  'linkname to a method': 'hidden.(*box).open',
  'linkname into a path with dots': 'dotted.v3 secret, dotted.v3 (*box).open',
  'linkname into the standard library': 'true',
  'linkname that pushes': 'implemented by puller',
  'linkname that pushes from a package of the plugin': 'implemented by own',
  'linkname in main': 'hidden.secret',
  'linkname from main into a package of the plugin': 'own.secret',
  'assembly with a full path': 'hidden.secret',
  'assembly with a full path in a header of another directory': 'hidden.secret, hidden2.secret',
  'assembly with the path of its module': '5',
  'assembly in a package of the plugin': 'hidden2.secret',
});
