module example.com/books/app

go 1.18

require github.com/proullon/ramsql v0.1.4

require golang.org/x/exp v0.0.0-20230713183714-613f0c0eb8a1 // indirect
