module gorename.probe

go 1.18
