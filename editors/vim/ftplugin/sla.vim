if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1
setlocal commentstring=#\ %s comments=:# shiftwidth=2 softtabstop=2 expandtab
let b:undo_ftplugin = "setlocal commentstring< comments< shiftwidth< softtabstop< expandtab<"
" `:make` checks the file that is shown; findings become the quickfix list.
setlocal makeprg=sla\ check\ %:S
setlocal errorformat=%E%trror[SLA%n]:\ %m,%W%tarning[SLA%n]:\ %m,%C%*[\ ]-->\ %f:%l:%c,%-G%.%#
