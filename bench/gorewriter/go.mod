module example.com/gorewriter

go 1.18
