#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/syntax/syntax.h"
#include "runtime/time/zone.h"

/// What the passes of `check` share. Internal to this folder.
namespace sla::check {

using diagnose::Code;
using source::Span;

/// The declarations of all files by kind, in order, without those that were refused (a second one
/// of the same name, kinds that are not evaluated). Indexes are those of the agreement's lists.
struct Declarations {
  const syntax::AgreementHeader* header = nullptr;
  const syntax::Record* lead = nullptr;
  const syntax::Lifecycle* lifecycle = nullptr;
  std::vector<const syntax::Calendar*> calendars;
  std::vector<const syntax::Define*> defines;
  std::vector<const syntax::Role*> roles;
  std::vector<const syntax::EventDeclaration*> events;
  std::vector<const syntax::Clause*> clauses;
  std::vector<const syntax::Program*> programs;
  std::vector<const syntax::Source*> sources;
};

/// Defines are typed when they are first needed, so that their order in the text does not matter.
struct DefineSlot {
  enum class State : std::uint8_t { unseen, open, done, failed } state = State::unseen;
  std::optional<agreement::Expression> value;  ///< When done.
};

/// Which calendar business time is counted in where nothing nearer says otherwise.
struct CalendarChoice {
  enum class Kind : std::uint8_t {
    none,     ///< No calendar is declared.
    one,      ///< `index` is it.
    several,  ///< More than one is declared and nothing chooses.
    failed,   ///< What chooses it is wrong and has been reported.
  } kind = Kind::none;
  int index = -1;
};

struct Context {
  const source::Sources& sources;
  diagnose::Findings& findings;
  Declarations declared{};
  agreement::Agreement agreement{};

  time::Zone zone = time::Zone::utc();  ///< The agreement's, or UTC.
  bool zone_given = false;      ///< Or known to be wrong: either way not to be asked for again.
  bool currency_given = false;  ///< The same for the currency.
  CalendarChoice default_calendar{};
  std::vector<bool>
      broken_fields{};  ///< Fields whose type could not be read; uses of them are not judged.
  std::vector<DefineSlot> defines{};
  std::vector<int> open_defines{};  ///< The chain of references being typed, outermost first.

  diagnose::Finding& add(Code code, Span span, std::string message, std::string label = {}) {
    return findings.add(code, span, std::move(message), std::move(label));
  }
};

/// Whether errors or warnings were added since it was made: a finding about the whole of a
/// construct would only follow from one about its parts.
class SinceHere {
 public:
  explicit SinceHere(const Context& context)
      : context_(context), before_(context.findings.all().size()) {}
  bool silent() const { return context_.findings.all().size() == before_; }

 private:
  const Context& context_;
  std::size_t before_;
};

/// The agreement's zone, for something that needs local time. Reports once when the agreement names
/// none.
const time::Zone& local_zone(Context& context, Span needed_by, const char* what);

/// Reports once when money is used and the agreement names no currency. False when there is none.
bool require_currency(Context& context, Span needed_by);

/// Days since 1970 of a date that exists and lies within the years that zones are known for.
std::optional<time::Date> resolve_date(Context& context, const syntax::Date& date);

/// An existing time zone, or nothing after reporting the nearest ones.
std::optional<time::Zone> resolve_zone(Context& context, const syntax::Text& name);

/// Index into the agreement's text constants, where equal texts share one.
std::int64_t text_constant(Context& context, const std::string& text);

/// The text of a span on one line: comments left out, runs of blanks outside quotes as one blank.
std::string source_text(const Context& context, Span span);

std::string title_of(const std::optional<syntax::Text>& title);

}  // namespace sla::check
