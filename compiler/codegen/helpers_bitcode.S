// The runtime helpers as LLVM bitcode, inside the library: linked into every generated module.
    .section .rodata
    .global sla_helpers_bitcode
    .global sla_helpers_bitcode_end
    .balign 16
sla_helpers_bitcode:
    .incbin "helpers.bc"
sla_helpers_bitcode_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
