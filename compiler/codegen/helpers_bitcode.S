// The runtime helpers as LLVM bitcode, inside the library: linked into every generated module.
    .section .rodata
    .global sla_helpers64_bitcode
    .global sla_helpers64_bitcode_end
    .global sla_helpers32_bitcode
    .global sla_helpers32_bitcode_end
    .balign 16
sla_helpers64_bitcode:
    .incbin "helpers64.bc"
sla_helpers64_bitcode_end:
    .byte 0
    .balign 16
sla_helpers32_bitcode:
    .incbin "helpers32.bc"
sla_helpers32_bitcode_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
