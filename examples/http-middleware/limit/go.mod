module example.com/middleware/limit

go 1.18

require golang.org/x/time v0.5.0
