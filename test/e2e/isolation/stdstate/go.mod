module example.com/stdstate

go 1.20
