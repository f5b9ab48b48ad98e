import { compare, testConstructs } from './compare.js';

testConstructs('imports', () => compare('imports/plugin'), {
  'single import': 'single',
  'two declarations on one line': 'semicolon',
  'grouped import': 'grouped',
  'aliased import': 'aliased',
  'dot import': 'dotted',
  'blank import': 'blank',
  'raw string import': 'raw',
  'two imports on one line': 'first second',
  'escaped import': 'escaped',
  'import between comments': 'commented',
  'package named unlike its directory': 'named',
  'import comments': 'line block',
  'byte order mark': 'bom single',
  'CR LF': 'crlf single second',

  'generic type with a type of main': 'a+b',
  'generic function of another package': '2',
  'generic type with a type of a package of the plugin': 'own+item',
  'own generic type around one of a dependency': 'a+b',

  'path that begins like another':
    'example.net/api, example.net/apimachinery, example.net/apimachinery/api, example.net/api',
  'path that ends like another': 'lang.example/grpc, go.lang.example/grpc',
  'nested modules':
    'example.org/nest, example.org/nest/inside, example.org/nest/inner, example.org/nest/inner/deep in example.org/nest',
  'major version in the path': 'example.com/major/v2',
  'dots and dashes in the path': 'example.com/with-dash.and.dot/v11',
  'gopkg.in': 'gopkg.in/small.v1, gopkg.in/yams.v3, sub of gopkg.in/yams.v3',
  '+incompatible': 'github.com/older/incompatible',
  'pseudo-version': 'example.com/pseudo',

  'string that is a path': 'example.com/forms/single',
  'string in a switch': 'known',
  'string that is a URL': 'https://example.com/forms/single?go-get=1#example.com/forms',
  'length of a string that looks like code': 'w',
  'struct tag': 'json:"example.com/forms/single"',
  'rune literals and quotes': '"\'``import "example.com/forms/raw"`',
});
