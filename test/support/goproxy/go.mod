module goproxy

go 1.18
