module gorename-plugin/typecheck

go 1.18
