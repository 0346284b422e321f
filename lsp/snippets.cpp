#include "lsp/snippets.h"

namespace sla::lsp {
namespace {

constexpr Snippet kSnippets[] = {
    {"agreement …", "the agreement's own lines",
     "agreement \"${1:Title}\" {\n  version    1\n  between    marketing and sales\n"
     "  in force   ${2:2026-01-01} to ${3:2026-12-31}\n  time zone  \"${4:Europe/Berlin}\"\n}\n"},
    {"calendar …", "when business time passes",
     "calendar ${1:office} \"${2:Office hours}\" {\n  open  ${3:Mon-Fri} ${4:09:00-17:00}\n}\n"},
    {"clause: deadline", "a party owes something within a time",
     "clause ${1:first_contact} \"${2:Title}\" {\n  ${3:sales} must ${4:make a call or email}\n"
     "  within ${5:4 business hours}\n  of ${6:being assigned}\n  target ${7:90}% each month\n}\n"},
    {"clause: tiers", "a deadline that depends on the lead",
     "clause ${1:first_contact} \"${2:Title}\" {\n  ${3:sales} must ${4:make a call or email}\n"
     "  within {\n    ${5:condition}  ${6:4 business hours}\n    otherwise  ${7:2 business days}\n"
     "  }\n  of ${8:being assigned}\n}\n"},
    {"clause: volume", "so many in each period",
     "clause ${1:volume} \"${2:Title}\" {\n"
     "  ${3:marketing} must deliver at least ${4:100} leads entering ${5:mql} each "
     "${6:month}\n}\n"},
    {"clause: prohibition", "what must not be done",
     "clause ${1:no_junk} \"${2:Title}\" {\n"
     "  ${3:marketing} must not move a lead to ${4:mql} without ${5:good_fit}\n}\n"},
    {"lifecycle …", "states and the moves between them",
     "lifecycle lead {\n  ${1:mql}   owned by marketing\n  ${2:sal}   owned by sales\n"
     "  ${3:won}, ${4:lost}  final\n\n  ${1:mql} -> ${2:sal} -> ${3:won} or ${4:lost}\n}\n"},
    {"test …", "an example that must come out so",
     "test \"${1:a lead is called in time}\" {\n  given lead a {$2}\n"
     "  at ${3:2026-03-06 16:30}  a enters ${4:mql}\n  expect ${5:clause} of a ${6:running}\n}\n"},
};

}  // namespace

std::span<const Snippet> snippets() { return kSnippets; }

}  // namespace sla::lsp
