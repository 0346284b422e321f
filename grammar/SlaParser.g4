// What a policy may say, as words. Every item of a block ends with its line (NL); compiler/parse
// supplies the NL before a closing brace and drops those inside parentheses, after commas and around
// operators. Items that end by themselves (fields, tiers, mapped values) may share a line.
//
// The rules ending in "Name" differ only in what a finding calls them: compiler/parse/describe.cpp.
parser grammar SlaParser;

options { tokenVocab = SlaLexer; }

file : declaration* EOF ;

declaration
  : ( agreement | calendar | holidays | lead | record | define | lifecycle | role | event | touch
    | use | source | clause | program | test | template_ | instance | parameter ) NL
  ;

// ---- agreement ----------------------------------------------------------------------------------
agreement     : K_AGREEMENT title agreementBody ;
agreementBody : LBRACE agreementLine* RBRACE ;
agreementLine
  : ( K_VERSION wholeNumber
    | K_BETWEEN partyName ((K_AND | COMMA) partyName)*
    | K_IN K_FORCE date K_TO date
    | K_TIME K_ZONE title
    | K_CURRENCY currency
    | K_REVIEW eachPeriod
    | K_CALENDAR calendarName
    | K_FISCAL yearWord K_STARTING monthName
    ) NL
  ;

// ---- calendar -----------------------------------------------------------------------------------
calendar     : K_CALENDAR newName title? calendarBody ;
calendarBody : LBRACE calendarLine* RBRACE ;
calendarLine
  : ( K_OPEN K_ALWAYS
    | K_OPEN dates windows title?
    | K_OPEN days windows
    | K_CLOSED dateRange (COMMA dateRange)* title?
    | K_CLOSED holidaySet
    | K_TIME K_ZONE title
    | K_IN (K_OWNER | K_LEAD) POSSESSIVE K_TIME K_ZONE
    | K_BUSINESS K_DAY K_AS duration
    ) NL
  ;
dates      : date (COMMA date)* ;
dateRange  : date (K_TO date)? ;
days       : dayRange (COMMA dayRange)* ;
dayRange   : WEEKDAY ((MINUS | K_TO) WEEKDAY)? | K_EVERY K_DAY ;
windows    : window (COMMA window)* ;
window     : clockTime (MINUS | K_TO) clockTime ;
holidaySet : (title | holidayName (DOT holidayName)*) holidaySetPart* ;
holidaySetPart
  : K_EXCEPT title (COMMA title)*
  | K_ALSO alsoDay (COMMA alsoDay)*
  | K_FROM wholeNumber
  | K_TO wholeNumber
  ;
alsoDay    : dateRange title? ;

// ---- holidays -----------------------------------------------------------------------------------
holidays     : K_HOLIDAYS newName title? holidaysBody ;
holidaysBody : LBRACE holidaysLine* RBRACE ;
holidaysLine
  : ( K_KNOWN knownYears
    | K_ALL K_OF holidaySet
    | title holidayDate holidayPart*
    ) NL
  ;
knownYears : (K_FROM wholeNumber)? (K_TO wholeNumber)? ;
holidayDate
  : holidayBase
  | (NUMBER K_DAY | WEEKDAY) (K_ON K_OR)? (K_BEFORE | K_AFTER) holidayBase
  | K_EACH K_DAY K_BETWEEN K_TWO K_HOLIDAYS
  | (K_EACH yearWord K_ON)? dateRange (COMMA dateRange)*
  ;
holidayBase
  : K_ORTHODOX? K_EASTER
  | monthName K_EQUINOX K_IN title
  | monthName NUMBER
  | ordinal WEEKDAY K_OF monthName
  ;
// `second` is a unit of time as well.
ordinal : ORDINAL | UNIT ;
holidayPart
  : K_OBSERVED (K_NEAREST K_WEEKDAY | K_NEXT (K_WEEKDAY | K_WORKING K_DAY)) observedWhen?
  | K_OPEN windows
  | K_FROM wholeNumber
  | K_TO wholeNumber
  | K_EXCEPT wholeNumber (COMMA wholeNumber)*
  ;
observedWhen : K_WHEN WEEKDAY ((COMMA | K_OR) WEEKDAY)* ;

// ---- records ------------------------------------------------------------------------------------
lead      : K_LEAD fieldBody ;
record    : (K_RECORD newName | RECORD_NAME | K_OWNER | K_TEAM) (K_OF (K_LEAD | newName))? fieldBody ;
fieldBody : LBRACE field* RBRACE ;
field     : newName type QUESTION? title? NL? ;
type
  : SIMPLE_TYPE
  | K_BUSINESS? K_DURATION (K_OF calendarName)?
  | K_ONE K_OF choice ((COMMA | K_OR) choice)*
  | K_YES SLASH K_NO
  ;
choice : name | K_YES | K_NO ;

// ---- small declarations -------------------------------------------------------------------------
define   : K_DEFINE newName title? EQUAL expression ;
role     : K_ROLE newName title? ;
event    : K_EVENT newName title? fieldBody? ;
touch    : K_TOUCH newName title? fieldBody? ;
use      : K_USE (title | libraryName) (K_AS newName)? ;
libraryName : name (DOT name)* ;
balanced : LBRACE (balanced | ~(LBRACE | RBRACE))* RBRACE ;

// ---- templates: what follows the parameters is text until an instance fills it in ---------------
template_    : K_TEMPLATE templateKind newName title? templateBody ;
templateKind : K_CLAUSE | K_SOURCE | K_CALENDAR | K_AGREEMENT ;
templateBody : LBRACE (parameter NL)* (balanced | ~(LBRACE | RBRACE))* RBRACE ;
parameter    : K_PARAMETER newName title? parameterType (EQUAL argumentValue)? ;
parameterType : name name? ;
instance
  : ( (K_CLAUSE | K_SOURCE | K_CALENDAR) newName title? (K_OF subjectName)? | K_AGREEMENT title )
    K_FROM libraryName (K_WITH argumentBody)? (K_AND balanced)?
  ;
argumentBody  : LBRACE argument* RBRACE ;
argument      : newName argumentValue NL? ;
argumentValue : K_FISCAL periodUnit | expression (COMMA expression)* ;

// ---- lifecycle ----------------------------------------------------------------------------------
lifecycle     : K_LIFECYCLE (K_LEAD | newName) lifecycleBody ;
lifecycleBody : LBRACE lifecycleLine* RBRACE ;
lifecycleLine : states ((ARROW states)+ | title? stateAttribute*) NL ;
stateAttribute : K_OWNED K_BY partyName | K_FINAL | K_REQUIRES expression ;
states        : stateName ((COMMA | K_OR) stateName)* ;

// ---- sources ------------------------------------------------------------------------------------
source     : K_SOURCE newName title? (K_OF subjectName)? sourceBody ;
sourceBody : LBRACE sourceLine* RBRACE ;
sourceLine
  : ( K_LEAD K_FROM column
    | K_TIME K_FROM column timeOption*
    | (K_OWNER | K_TEAM | K_ACTOR) K_FROM column (K_WHEN cellTest)?
    | (K_ID | K_SEQUENCE) K_FROM column
    | K_EVENT K_FROM column eventBody
    | K_FIELD fieldName K_FROM column (K_WHEN cellTest)? valueBody?
    | K_EACH K_ROW (eventMeaning | mergedRow)
    | K_ROWS K_WHERE cellTest
    | mappedName K_FROM column (K_WHEN cellTest)? valueBody?
    ) NL
  ;
column       : TEXT | name ;
cellTest     : column K_IS K_NOT? (K_KNOWN | value (K_OR value)*) ;
mappedName   : plainName (DOT name)? ;
timeOption   : K_IN title | K_AS K_EPOCH (UNIT | K_MILLISECONDS) | K_DATES K_AT clockTime ;
valueBody    : LBRACE valueMapping* RBRACE ;
valueMapping : (value K_IS choice | K_OTHERWISE K_IS? choice) NL? ;
eventBody    : LBRACE eventMapping* RBRACE ;
eventMapping : (value | K_OTHERWISE) (eventMeaning | K_IGNORED) NL? ;
eventMeaning : K_ENTERS stateName | K_IS eventName (K_INTO column)? ;
mergedRow    : K_MERGES subjectName K_FROM column K_INTO column ;
value        : TEXT | NUMBER ;

// ---- clauses ------------------------------------------------------------------------------------
clause     : K_CLAUSE newName title? clauseBody ;
clauseBody : LBRACE obligation clauseLine* RBRACE ;
obligation : aboutEach? partyName K_MUST NL? (prohibition | quantity | deadline) NL ;
aboutEach  : K_FOR K_EACH subjectName COMMA? NL? ;

deadline       : discharge ((K_AND | K_OR) discharge)* NL? deadlineTarget NL? start ;
start          : K_OF NL? trigger ;
discharge
  : ( K_MOVE subject K_TO states
    | (K_MAKE | K_LOG | K_SEND | K_HOLD) events
    | K_ASSIGN subject
    | K_RECORD fieldName ((COMMA | K_AND) fieldName)*
    ) (NL? K_BY K_THE? partyName)?
  ;
subject        : (K_A | K_AN | K_THE | K_EACH | K_EVERY)? subjectName ;
events         : article? eventName ((COMMA | K_OR) article? eventName)* ;
article        : K_A | K_AN | K_THE ;
deadlineTarget : K_IMMEDIATELY | K_WITHIN NL? (duration | tierBody) ;
tierBody       : LBRACE tier* RBRACE ;
tier           : (K_OTHERWISE | expression) (duration | K_IMMEDIATELY) NL? ;
trigger        : stateTrigger | events ;
stateTrigger
  : K_ENTERING states
  | K_LEAVING states
  | K_BEING K_ASSIGNED (K_IN states)?
  ;

// Volume, cadence, share and conversion: which of them it is follows from its parts.
quantity     : verb K_AT (K_LEAST | K_MOST) (PERCENT | NUMBER CURRENCY?) measured stateTrigger?
               quantityPart* ;
verb         : VERB | K_SOURCE | K_CREATE | K_MOVE | K_MAKE | K_LOG | K_SEND | K_HOLD | K_ASSIGN
             | K_RECORD ;
measured     : K_OF K_THE? K_SUM K_OF fieldName | K_OF? events ;
quantityPart
  : COMMA? NL?
    ( eachPeriod
    | K_PER groupPath
    | K_EVERY K_ENTRY
    | K_PACED K_BY K_BUSINESS K_DAY
    | K_BY K_THE? partyName
    | K_WHERE expression
    | K_WITHIN NL? (duration | tierBody)
    | K_OF NL? trigger
    | K_AT K_MOST duration K_APART
    | K_UNTIL states
    | K_TO states
    | notCounting
    )
  ;
notCounting : K_NOT K_COUNTING subjectName K_WHERE expression ;

prohibition
  : K_NOT K_LEAVE subject K_IN states NL? K_LONGER K_THAN NL? (duration | tierBody)
  | K_NOT discharge (K_OR discharge)* restriction*
  ;
restriction : NL? (K_WITHOUT expression | K_WHILE expression | K_OUTSIDE calendarName) ;

clauseLine
  : ( action
    | K_WHEN expression
    | K_WHILE expression
    | K_PAUSED K_WHILE expression
    | K_EXCUSED K_WHEN expression
    | K_ON K_REENTRY (K_NEW K_CYCLE | K_IGNORE | K_RESUME)
    | K_ON K_REASSIGNMENT (K_RESTART | K_CONTINUE (K_WITH duration K_GRACE)?)
    | K_CALENDAR calendarName
    | K_FOR K_EACH subjectName
    | K_TARGET PERCENT targetPart*
    ) NL
  ;
targetPart : COMMA? (eachPeriod | K_PER groupPath | K_JUDGED K_WHEN K_DUE) ;
eachPeriod : (K_EACH | K_EVERY) K_FISCAL? periodUnit ;
periodUnit : UNIT | K_DAY ;

action     : actionTime effect ((COMMA | K_AND) effect)* ;
actionTime
  : K_AT (PERCENT | K_DUE)
  | duration (K_AFTER | K_BEFORE) K_DUE
  | K_WHEN (K_MET (K_WITHIN duration)? | K_BREACHED)
  | K_WHEN K_TARGET (K_MET | K_MISSED)
  ;
effect
  : (K_REMIND | K_NOTIFY | K_ESCALATE K_TO) people effectPart*
  | (K_AWARD | K_DEDUCT) NUMBER POINTS ((K_TO | K_FROM) people)?
  | K_CREATE article? K_TASK title (K_FOR people)? effectPart*
  ;
effectPart : K_BY channelName | K_IN calendarName | title ;
people     : K_THE? roleName ((COMMA | K_AND) K_THE? roleName)* ;

// ---- tests --------------------------------------------------------------------------------------
test     : K_TEST title testBody ;
testBody : LBRACE testLine* RBRACE ;
testLine : (given | testTime? (happening | retraction | K_EXPECT claim)) NL ;
given
  : K_GIVEN ( subjectName newName (COMMA newName)* (K_OF leadName)? factBody?
            | K_ROSTER rosterBody
            | person
            )
  ;
factBody   : LBRACE fact* RBRACE ;
fact       : fieldName factValue NL? ;
factValue  : K_UNKNOWN | MINUS? literal | choice ;
rosterBody : LBRACE person* RBRACE ;
person     : title personPart* NL? ;
personPart : K_IN title | K_TIME K_ZONE title | K_PARTY partyName | (K_FROM | K_UNTIL) moment
           | roleName title ;
testTime   : K_AT moment | duration K_LATER ;
moment     : date (clockTime | SECONDS)? title? ;
happening  : leadName occurrence happeningPart* ;
occurrence
  : K_ENTERS stateName
  | K_IS K_ASSIGNED (K_TO title)? (K_IN title)?
  | K_IS (K_HELD | K_RESUMED)
  | K_GETS article? eventName
  | K_CHANGES factBody
  | K_IS K_MERGED K_INTO leadName
  ;
// that a gets a call at 2026-03-09 11:00 is retracted
retraction    : K_THAT leadName occurrence K_AT moment K_IS K_RETRACTED ;
happeningPart : K_BY title | K_WITH? factBody ;
claim
  : claimName (K_OF leadName)? (COMMA? claimPart)+
  | K_NO K_ACTION (K_OF claimName)? K_FOR leadName
  | K_TEAM? title (COMMA? standing)+
  ;
claimPart
  : K_IS? ( K_DUE K_AT? moment
          | K_MET K_LATE? (K_AT moment)? (K_AFTER duration)?
          | K_BREACHED (K_AT moment)?
          | K_RUNNING
          | K_PAUSED
          | K_CANCELLED (K_AT moment)?
          | K_EXCUSED (K_AT moment)?
          | K_PROVISIONAL
          | K_FINAL
          | K_NOT K_STARTED
          | K_NO K_DATA
          | K_AT (PERCENT | MINUS? NUMBER CURRENCY?)
          )
  | K_BREACH K_AT? moment
  | K_CYCLE NUMBER
  | K_OWNER title
  | K_TEAM title
  | K_TIER (K_OTHERWISE | title | name)
  | K_IN periodLabel
  | K_FOR title
  | K_USED duration
  | (K_BEST | K_WORST) PERCENT
  | deed
  ;
// reminds owner by email at 2026-03-09 10:26 | does not escalate to sales_manager
deed
  : (ACTS | K_DOES K_NOT undone) (K_A? K_TASK title)? (NUMBER POINTS)?
    ((K_TO | K_FOR | K_FROM)? told (K_AND told)*)? deedPart*
  ;
undone   : K_REMIND | K_NOTIFY | K_ESCALATE | K_CREATE | K_AWARD | K_DEDUCT ;
told     : title | K_THE? roleName title? ;
deedPart : K_BY channelName | K_WITH title | K_AT moment ;
// "Dana" has 15 points in 2026-03, is first in league
standing
  : K_HAS (K_NO | MINUS? NUMBER) POINTS (K_FROM claimName)?
  | K_HAS K_NO? K_BADGE name (NUMBER K_TIMES)?
  | K_IS (ORDINAL | UNIT | NUMBER) K_IN (name | title)
  | K_WINS (K_NO K_PRIZE | NUMBER CURRENCY | title)
  | K_IN periodLabel
  ;
periodLabel : DATE | TEXT | NUMBER (MINUS (NUMBER | IDENT))? | IDENT (MINUS IDENT)? ;
// ---- programs -----------------------------------------------------------------------------------
program     : K_PROGRAM newName title? programBody ;
programBody : LBRACE programLine* RBRACE ;
programLine : (badge | leaderboard | prize) NL ;
badge       : K_BADGE newName title? K_WHEN clauseName K_IS (K_MET | K_BREACHED)
              (NUMBER K_TIMES (K_IN K_A K_ROW)?)? (K_PER groupName)? ;
leaderboard : K_LEADERBOARD title? (K_PER groupName | eachPeriod)* ;
prize       : K_PRIZE (NUMBER CURRENCY | title) K_TO K_THE? K_TOP NUMBER? groupName eachPeriod? ;

// ---- expressions, loosest first -----------------------------------------------------------------
expression  : conjunction (K_OR conjunction)* ;
conjunction : negation (K_AND negation)* ;
negation    : K_NOT* comparison ;
comparison
  : sum ( relation sum
        | K_IS K_NOT? K_KNOWN
        | K_IS K_NOT? K_UNKNOWN
        | K_IS K_NOT? K_ONE K_OF list
        | K_IS K_NOT? sum
        | K_NOT? K_IN list
        )?
  ;
relation : EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL ;
sum      : product ((PLUS | MINUS) product)* ;
product  : fallback ((STAR | SLASH) fallback)* ;
fallback : negated (K_OTHERWISE negated)* ;
negated   : MINUS* primary ;
primary
  : LPAREN expression RPAREN
  | K_IN (stateName | LBRACKET stateName (COMMA stateName)* RBRACKET)
  | literal
  | fieldPath
  ;
// Of the record's parent, or of an event, with a point: `lead.country`, `webinar.topic`.
fieldPath : name (DOT name)? ;
list    : LBRACKET expression (COMMA expression)* RBRACKET ;
literal
  : duration
  | NUMBER CURRENCY
  | NUMBER
  | PERCENT
  | TEXT
  | date clockTime?
  | K_YES
  | K_NO
  ;

// ---- literals -----------------------------------------------------------------------------------
duration
  : NUMBER K_BUSINESS? (UNIT | K_DAY)
  | K_END K_OF K_BUSINESS K_DAY NUMBER
  ;
title       : TEXT ;
date        : DATE ;
clockTime   : TIME ;
wholeNumber : NUMBER ;
currency    : CURRENCY ;
yearWord    : UNIT ;

// ---- names --------------------------------------------------------------------------------------
newName      : name ;
partyName    : name ;
stateName    : name ;
fieldName    : name (DOT name)? ;  // Of an event with a point: `webinar.topic`.
eventName    : name ;
subjectName  : name ;
calendarName : name (DOT name)? ;
groupName    : name ;
groupPath    : groupName (DOT name)? ;
roleName     : name ;
channelName  : name ;
clauseName   : name ;
monthName    : name ;
leadName     : name ;
claimName    : name ;
// Countries are called by two letters, also India and Norway.
holidayName  : name | K_IN | K_NO ;

name : plainName | K_LEAD | K_TIME | K_OWNER | K_TEAM | K_ACTOR | K_ID | K_SEQUENCE | K_EVENT ;

plainName
  : IDENT | K_HOLIDAYS | K_ALL | K_ALSO | K_OBSERVED | K_NEAREST | K_NEXT | K_WEEKDAY | K_WORKING |
    K_ORTHODOX | K_EASTER | K_EQUINOX | K_TWO | ORDINAL | K_AGREEMENT | K_CALENDAR | K_RECORD |
    K_DEFINE | K_LIFECYCLE | K_ROLE | K_TOUCH | K_USE | K_SOURCE | K_CLAUSE | K_PROGRAM | K_TEST |
    K_PARAMETER | K_TEMPLATE | K_VERSION | K_BETWEEN |
    K_FORCE | K_ZONE | K_CURRENCY | K_REVIEW | K_FISCAL | K_STARTING | K_OPEN | K_CLOSED |
    K_ALWAYS | K_EXCEPT | K_BUSINESS | K_AS | K_TO | SIMPLE_TYPE | K_DURATION | K_ONE | K_OF |
    K_OWNED | K_BY | K_FINAL | K_REQUIRES | K_FROM | K_FIELD | K_EPOCH | K_MILLISECONDS |
    K_DATES | K_EACH | K_ROW | K_ROWS | K_ENTERS | K_IGNORED | K_INTO | K_MERGES | K_MUST | K_MOVE | K_MAKE | K_LOG | K_SEND
    | K_HOLD | K_ASSIGN | K_LEAVE | VERB | K_A | K_AN | K_THE | K_EVERY | K_LEADS | K_WITHIN |
    K_IMMEDIATELY | K_ENTERING | K_LEAVING | K_BEING | K_ASSIGNED | K_AT | K_LEAST | K_MOST |
    K_SUM | K_PER | K_ENTRY | K_PACED | K_WHERE | K_APART | K_UNTIL | K_COUNTING | K_WITHOUT |
    K_OUTSIDE | K_LONGER | K_THAN | K_WHEN | K_WHILE | K_PAUSED | K_ON | K_REENTRY | K_NEW |
    K_CYCLE | K_IGNORE | K_RESUME | K_REASSIGNMENT | K_CONTINUE | K_RESTART | K_WITH | K_GRACE |
    K_EXCUSED | K_TARGET | K_JUDGED | K_DUE | K_AFTER | K_BEFORE | K_MET | K_BREACHED | K_MISSED |
    K_REMIND | K_ESCALATE | K_NOTIFY | K_AWARD | K_DEDUCT | K_CREATE | K_TASK | K_FOR | POINTS |
    K_BADGE | K_LEADERBOARD | K_PRIZE | K_TIMES | K_TOP | K_GIVEN | K_ROSTER | K_PARTY | K_GETS |
    K_HELD | K_RESUMED | K_CHANGES | K_LATER | K_EXPECT | K_BREACH | K_LATE | K_RUNNING |
    K_CANCELLED | K_STARTED | K_DATA | K_TIER | K_USED | K_PROVISIONAL | K_BEST | K_WORST |
    K_THAT | K_RETRACTED | K_MERGED | ACTS | K_DOES | K_ACTION | K_HAS | K_WINS | K_IS | K_KNOWN |
    K_UNKNOWN | K_END | K_DAY | UNIT | WEEKDAY | CURRENCY
  ;
