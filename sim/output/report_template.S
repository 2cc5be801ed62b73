/* The page of a report, built from web/ and kept in the tree: docs/decisions has the page of why. */
    .section .rodata
    .global caravan_report_template
    .global caravan_report_template_end
    .balign 16
caravan_report_template:
    .incbin "report_template.html"
caravan_report_template_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
