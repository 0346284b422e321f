#include "lsp/keywords.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sla::lsp {
namespace {

// Sorted by nothing but the order of docs/reference/language.md, which says all of it at length.
constexpr std::pair<std::string_view, std::string_view> kMeanings[] = {
    {"agreement", "The agreement itself: version, parties, term, zone, currency. One per policy."},
    {"version", "A whole number, shown in every report and row."},
    {"between", "The parties of the agreement."},
    {"force",
     "`in force DATE to DATE`: only what starts in the term, both days included, is judged; it is "
     "followed to its end."},
    {"zone", "`time zone \"NAME\"`: an IANA zone, where dates, periods and calendars are local."},
    {"currency", "The only currency of the policy."},
    {"calendar",
     "When time passes for `business` durations; as a line of a clause, the calendar that it "
     "counts in."},
    {"holidays", "A set of holidays that calendars may be closed by."},
    {"open", "When a calendar is open: weekdays with hours, dates with hours, or `always`."},
    {"closed", "Days on which a calendar does not open: dates, or a set of holidays."},
    {"lead", "The fields of a lead; in conditions, what a further record belongs to."},
    {"define", "A name for a condition or a value; it stands for what is written after `=`."},
    {"lifecycle",
     "The states of a record and the moves between them. Without any move every move is "
     "permitted."},
    {"final", "No move leaves this state."},
    {"owned", "`owned by PARTY`: who works on records in this state."},
    {"requires",
     "What must hold on entering this state; an entry without it takes effect and is reported."},
    {"role", "A column of the roster, whose holder steps can tell."},
    {"event", "Something that can happen besides changes of state."},
    {"touch", "An event that people make: a call, an email, a meeting."},
    {"use", "Reads another file, by path or as a library."},
    {"source", "How the rows of an export become events."},
    {"clause", "One promise of one party."},
    {"template", "A clause, source, calendar or agreement with parameters, to be filled in."},
    {"parameter", "What an instance of a template, or `--set`, may say otherwise."},
    {"program", "Badges, leaderboards and prizes from points."},
    {"test", "A short history and what is expected of it."},
    {"must", "What the party owes; `must not` is a prohibition."},
    {"within", "How long: met while the time used is at most this."},
    {"immediately", "No time at all is allowed."},
    {"entering", "An event that enters the state, even if the record was in it already."},
    {"leaving", "An event that enters another state."},
    {"when", "Asked once, when the clock would start; in a step, what must have happened."},
    {"while",
     "Asked at the start and after every event: when it ceases, the clock is cancelled, unless it "
     "had breached."},
    {"paused", "`paused while CONDITION`: the clock stands still while it holds."},
    {"excused",
     "`excused when CONDITION`: a relief ends the clock, and the record is in no percentage."},
    {"reentry",
     "What a start after the clock has stopped does: `new cycle` (when nothing is said), `ignore` "
     "or `resume`."},
    {"reassignment",
     "What another owner does: `continue` (when nothing is said), `restart`, or `continue with "
     "DURATION grace`."},
    {"target", "The share that has to be met; without it every single one."},
    {"judged",
     "`judged when due`: an obligation counts in the period in which it is due, not started."},
    {"business",
     "Working time of a calendar: of the clause's line, else of the agreement, else the only one."},
    {"otherwise", "The tier or value that counts when nothing before does."},
    {"apart", "The longest gap from the start to the first touch and between any two."},
    {"until", "Entering one of these states cancels the clock; in tests and rosters, an end."},
    {"paced",
     "`paced by business day`: the period to date is compared with a straight line over working "
     "time."},
    {"per", "`per owner`, `per team` or `per FIELD`: each group is judged by itself."},
    {"remind", "Tells whom the step names; it never changes a verdict."},
    {"notify", "Tells whom the step names; `in CALENDAR` waits for its next opening."},
    {"escalate", "Tells somebody above; it never changes a verdict."},
    {"award", "Gives points; they are taken back with the event that earned them."},
    {"deduct", "Takes points."},
    {"due",
     "The earliest instant at which the target is used up. What is done before it breaches is "
     "met."},
    {"given", "What a test begins with: leads and their fields, people."},
    {"expect", "What a clause must have come to at this instant of the test."},
};

}  // namespace

std::string_view keyword_meaning(std::string_view word) {
  const auto* found =
      std::ranges::find(kMeanings, word, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kMeanings) ? std::string_view() : found->second;
}

}  // namespace sla::lsp
