import { compare, testConstructs } from './compare.js';

testConstructs(await compare('embed/plugin'), {
  'file of a dependency': 'import "example.com/dep" // text',
  'directories and patterns of a dependency':
    'assets/a.txt=a assets/nested/b.json=b ' +
    'assets/nested/source.go=package nested import _ "example.com/dep" ' +
    'assets/program.go.txt=import "example.com/dep" ' +
    'name with space.txt=spaced one.tmpl=one two.tmpl=two',
  'hidden files with the prefix all':
    'static/.dot=dot static/_under=under static/deep/.deep=deep static/plain.txt=plain',
  pattern: 'static/plain.txt=plain',
  bytes: 'ef bb bf 00 ff 0d 0a',
  'file in a group of variables': 'plain',
  'own package': 'import "example.com/dep"',
});
