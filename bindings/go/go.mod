module sla/bindings/go

go 1.19
