module gorename.isolate

go 1.18
