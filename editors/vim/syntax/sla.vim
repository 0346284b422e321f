if exists("b:current_syntax")
  finish
endif

syntax match slaName "\<\h\w*\>"
syntax match slaComment "#.*$" contains=@Spell
syntax match slaEscape "\\[\"\\n]" contained
syntax region slaText start=+"+ skip=+\\.+ end=+"+ end=+$+ contains=slaEscape,@Spell
syntax match slaNumber "\<\d\+\(\.\d\+\)\?%\?"
syntax match slaDate "\<\d\{4}-\d\{1,2}-\d\{1,2}\>"
syntax match slaTime "\<\d\{1,2}:\d\{2}\(:\d\{2}\)\?\>"
syntax match slaUnit "\<\(business\s\+\)\?\(second\|minute\|hour\|day\|week\|month\|quarter\|year\)s\?\>"
syntax match slaArrow "->"
syntax match slaDeclaration "^\s*\(agreement\|calendar\|holidays\|lead\|record\|define\|lifecycle\|role\|event\|touch\|use\|source\|clause\|program\|test\|parameter\|template\)\>"
syntax keyword slaPromise must within immediately when while paused excused until without outside target expect given
syntax keyword slaOperator and or not in is known unknown otherwise
syntax keyword slaType integer decimal percent money instant duration
syntax keyword slaConstant yes no
syntax keyword slaWord version between force zone currency review fiscal starting open closed always except also observed owned by final requires from to of each every per at least most sum entering leaving being assigned longer than apart paced judged due after before met breached missed remind notify escalate award deduct create badge leaderboard prize enters gets changes later merged retracted running cancelled provisional where for with as on reentry reassignment
syntax keyword slaVerb move make log send hold assign leave deliver generate win close accept book qualify complete answer reach

highlight default link slaComment Comment
highlight default link slaText String
highlight default link slaEscape SpecialChar
highlight default link slaNumber Number
highlight default link slaDate Number
highlight default link slaTime Number
highlight default link slaUnit Type
highlight default link slaArrow Operator
highlight default link slaDeclaration Structure
highlight default link slaPromise Statement
highlight default link slaOperator Operator
highlight default link slaType Type
highlight default link slaConstant Boolean
highlight default link slaWord Keyword
highlight default link slaVerb Function

let b:current_syntax = "sla"
