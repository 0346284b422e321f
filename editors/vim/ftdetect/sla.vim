autocmd BufRead,BufNewFile *.sla setfiletype sla
