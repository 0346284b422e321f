// The words and marks of the language. Spaces are skipped, comments go to a channel for the formatter,
// and line ends are tokens: compiler/parse keeps those that end a statement and drops the others.
//
// Every word except the seven reserved ones may also be a name: see `plainName` in SlaParser.g4,
// which must list a word that is added here (words_test.cpp compares the two).
lexer grammar SlaLexer;

channels { COMMENTS }

// The name in `opportunity of lead { ... }`: compiler/parse retypes the word, so that a misspelt
// declaration keyword is never taken for a record.
tokens { RECORD_NAME }

COMMENT  : '#' ~[\r\n]* -> channel(COMMENTS) ;
// The comment of other languages: an error of its own.
SLASHES  : '//' ~[\r\n]* ;
SPACE    : [ \t]+ -> skip ;
NL       : ('\r'? '\n' | '\r') [ \t\r\n]* ;

// ---- reserved: the words that expressions are made of -------------------------------------------
K_AND       : 'and' ;
K_OR        : 'or' ;
K_NOT       : 'not' ;
K_IN        : 'in' ;
K_YES       : 'yes' ;
K_NO        : 'no' ;
K_OTHERWISE : 'otherwise' ;

// ---- declarations -------------------------------------------------------------------------------
K_AGREEMENT : 'agreement' ;
K_CALENDAR  : 'calendar' ;
K_HOLIDAYS  : 'holidays' ;
K_LEAD      : 'lead' ;
K_RECORD    : 'record' ;
K_DEFINE    : 'define' ;
K_LIFECYCLE : 'lifecycle' ;
K_ROLE      : 'role' ;
K_EVENT     : 'event' ;
K_TOUCH     : 'touch' ;
K_USE       : 'use' ;
K_SOURCE    : 'source' ;
K_CLAUSE    : 'clause' ;
K_PROGRAM   : 'program' ;
K_TEST      : 'test' ;
K_PARAMETER : 'parameter' ;
K_TEMPLATE  : 'template' ;

// ---- agreement and calendar ---------------------------------------------------------------------
K_VERSION   : 'version' ;
K_BETWEEN   : 'between' ;
K_FORCE     : 'force' ;
K_TIME      : 'time' ;
K_ZONE      : 'zone' ;
K_CURRENCY  : 'currency' ;
K_REVIEW    : 'review' ;
K_FISCAL    : 'fiscal' ;
K_STARTING  : 'starting' ;
K_OPEN      : 'open' ;
K_CLOSED    : 'closed' ;
K_ALWAYS    : 'always' ;
K_EXCEPT    : 'except' ;
K_OWNER     : 'owner' ;
K_BUSINESS  : 'business' ;
K_AS        : 'as' ;
K_TO        : 'to' ;

// ---- holidays -----------------------------------------------------------------------------------
K_ALL       : 'all' ;
K_ALSO      : 'also' ;
K_OBSERVED  : 'observed' ;
K_NEAREST   : 'nearest' ;
K_NEXT      : 'next' ;
K_WEEKDAY   : 'weekday' ;
K_WORKING   : 'working' ;
K_ORTHODOX  : 'Orthodox' ;
K_EASTER    : 'Easter' ;
K_EQUINOX   : 'equinox' ;
K_TWO       : 'two' ;
ORDINAL     : 'first' | 'third' | 'fourth' | 'fifth' | 'last' ;

// ---- records and lifecycle ----------------------------------------------------------------------
SIMPLE_TYPE : 'integer' | 'decimal' | 'percent' | 'money' | 'text' | 'date' | 'instant' ;
K_DURATION  : 'duration' ;
K_ONE       : 'one' ;
K_OF        : 'of' ;
K_OWNED     : 'owned' ;
K_BY        : 'by' ;
K_FINAL     : 'final' ;
K_REQUIRES  : 'requires' ;

// ---- sources ------------------------------------------------------------------------------------
K_FROM         : 'from' ;
K_TEAM         : 'team' ;
K_ACTOR        : 'actor' ;
K_ID           : 'id' ;
K_SEQUENCE     : 'sequence' ;
K_FIELD        : 'field' ;
K_EPOCH        : 'epoch' ;
K_MILLISECONDS : 'milliseconds' ;
K_DATES        : 'dates' ;
K_EACH         : 'each' ;
K_ROW          : 'row' ;
K_ROWS         : 'rows' ;
K_ENTERS       : 'enters' ;
K_IGNORED      : 'ignored' ;
K_INTO         : 'into' ;
K_MERGES       : 'merges' ;

// ---- clauses ------------------------------------------------------------------------------------
K_MUST         : 'must' ;
K_MOVE         : 'move' ;
K_MAKE         : 'make' ;
K_LOG          : 'log' ;
K_SEND         : 'send' ;
K_HOLD         : 'hold' ;
K_ASSIGN       : 'assign' ;
K_LEAVE        : 'leave' ;
// What else a party may owe a number of: closed, so that a misspelt verb is found.
VERB           : 'deliver' | 'generate' | 'win' | 'close' | 'accept' | 'book' | 'qualify'
               | 'complete' | 'answer' | 'reach' ;
K_A            : 'a' ;
K_AN           : 'an' ;
K_THE          : 'the' ;
K_EVERY        : 'every' ;
K_LEADS        : 'leads' ;
K_WITHIN       : 'within' ;
K_IMMEDIATELY  : 'immediately' ;
K_ENTERING     : 'entering' ;
K_LEAVING      : 'leaving' ;
K_BEING        : 'being' ;
K_ASSIGNED     : 'assigned' ;
K_AT           : 'at' ;
K_LEAST        : 'least' ;
K_MOST         : 'most' ;
K_SUM          : 'sum' ;
K_PER          : 'per' ;
K_ENTRY        : 'entry' ;
K_PACED        : 'paced' ;
K_WHERE        : 'where' ;
K_APART        : 'apart' ;
K_UNTIL        : 'until' ;
K_COUNTING     : 'counting' ;
K_WITHOUT      : 'without' ;
K_OUTSIDE      : 'outside' ;
K_LONGER       : 'longer' ;
K_THAN         : 'than' ;
K_WHEN         : 'when' ;
K_WHILE        : 'while' ;
K_PAUSED       : 'paused' ;
K_ON           : 'on' ;
K_REENTRY      : 'reentry' ;
K_NEW          : 'new' ;
K_CYCLE        : 'cycle' ;
K_IGNORE       : 'ignore' ;
K_RESUME       : 'resume' ;
K_REASSIGNMENT : 'reassignment' ;
K_CONTINUE     : 'continue' ;
K_RESTART      : 'restart' ;
K_WITH         : 'with' ;
K_GRACE        : 'grace' ;
K_EXCUSED      : 'excused' ;
K_TARGET       : 'target' ;
K_JUDGED       : 'judged' ;
K_DUE          : 'due' ;

// ---- actions ------------------------------------------------------------------------------------
K_AFTER     : 'after' ;
K_BEFORE    : 'before' ;
K_MET       : 'met' ;
K_BREACHED  : 'breached' ;
K_MISSED    : 'missed' ;
K_REMIND    : 'remind' ;
K_ESCALATE  : 'escalate' ;
K_NOTIFY    : 'notify' ;
K_AWARD     : 'award' ;
K_DEDUCT    : 'deduct' ;
K_CREATE    : 'create' ;
K_TASK      : 'task' ;
K_FOR       : 'for' ;
POINTS      : 'point' 's'? ;

// ---- tests --------------------------------------------------------------------------------------
K_GIVEN     : 'given' ;
K_ROSTER    : 'roster' ;
K_PARTY     : 'party' ;
K_GETS      : 'gets' ;
K_HELD      : 'held' ;
K_RESUMED   : 'resumed' ;
K_CHANGES   : 'changes' ;
K_LATER     : 'later' ;
K_EXPECT    : 'expect' ;
K_BREACH    : 'breach' ;
K_LATE      : 'late' ;
K_RUNNING   : 'running' ;
K_CANCELLED : 'cancelled' ;
K_STARTED   : 'started' ;
K_DATA      : 'data' ;
K_TIER      : 'tier' ;
K_USED      : 'used' ;
K_PROVISIONAL : 'provisional' ;
K_BEST      : 'best' ;
K_WORST     : 'worst' ;
K_THAT      : 'that' ;
K_RETRACTED : 'retracted' ;
K_MERGED    : 'merged' ;
ACTS        : 'reminds' | 'notifies' | 'escalates' | 'creates' | 'awards' | 'deducts' ;
K_DOES      : 'does' ;
K_ACTION    : 'action' ;
K_HAS       : 'has' ;
K_WINS      : 'wins' ;
// ---- programs -----------------------------------------------------------------------------------
K_BADGE       : 'badge' ;
K_LEADERBOARD : 'leaderboard' ;
K_PRIZE       : 'prize' ;
K_TIMES       : 'times' ;
K_TOP         : 'top' ;

// ---- expressions, units -------------------------------------------------------------------------
K_IS      : 'is' ;
K_KNOWN   : 'known' ;
K_UNKNOWN : 'unknown' ;
K_END     : 'end' ;
K_DAY     : 'day' 's'? ;
UNIT      : ('second' | 'minute' | 'hour' | 'week' | 'month' | 'quarter' | 'year') 's'? ;
WEEKDAY   : 'Mon' 'day'? | 'Tue' 'sday'? | 'Wed' 'nesday'? | 'Thu' 'rsday'? | 'Fri' 'day'?
          | 'Sat' 'urday'? | 'Sun' 'day'? ;
CURRENCY  : [A-Z] [A-Z] [A-Z] ;
IDENT     : [A-Za-z_] [A-Za-z0-9_]* ;

// ---- literals -----------------------------------------------------------------------------------
DATE    : D D D D '-' D D? '-' D D? ;
TIME    : D D? ':' D D ;
SECONDS : D D? ':' D D ':' D D ;
PERCENT : D+ ('.' D+)? '%' ;
NUMBER  : D+ ('.' D+)? ;
// `4h`: an error of its own, because it is the most common one.
STUCK   : D+ ('.' D+)? [A-Za-z_] [A-Za-z0-9_]* ;
TEXT    : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
UNTERMINATED : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;

// ---- marks --------------------------------------------------------------------------------------
POSSESSIVE    : '\'s' | '\u2019s' ;
LBRACE        : '{' ;
RBRACE        : '}' ;
LPAREN        : '(' ;
RPAREN        : ')' ;
LBRACKET      : '[' ;
RBRACKET      : ']' ;
COMMA         : ',' ;
DOT           : '.' ;
QUESTION      : '?' ;
ARROW         : '->' ;
EQUAL         : '=' ;
NOT_EQUAL     : '!=' | '<>' ;
LESS_EQUAL    : '<=' ;
GREATER_EQUAL : '>=' ;
LESS          : '<' ;
GREATER       : '>' ;
PLUS          : '+' ;
MINUS         : '-' ;
STAR          : '*' ;
SLASH         : '/' ;
BAD           : . ;

fragment D : [0-9] ;
