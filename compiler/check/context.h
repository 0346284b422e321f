#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/check/check.h"
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
/// A set of holidays of one file, which is how others name it: `us.federal_holidays`.
struct DeclaredHolidays {
  const syntax::Holidays* syntax = nullptr;
  std::string library;  ///< `us`; empty in files of the policy.

  std::string full_name() const {
    return library.empty() ? syntax->name.text : library + "." + syntax->name.text;
  }
};

/// A kind of record: `lead`, which is always there and first, or a further one of the policy.
struct DeclaredRecord {
  std::string name = "lead";
  std::string parent{};                          ///< A record that is there, or empty.
  const syntax::Record* fields = nullptr;        ///< Null: nothing was said of them.
  const syntax::Lifecycle* lifecycle = nullptr;  ///< Null: it has none.
};

struct Declarations {
  const syntax::AgreementHeader* header = nullptr;
  std::vector<DeclaredRecord> records = {{}};
  std::vector<const syntax::Calendar*> calendars;
  std::vector<DeclaredHolidays> holidays;
  std::vector<const syntax::Define*> defines;
  std::vector<const syntax::Role*> roles;
  std::vector<const syntax::EventDeclaration*> events;
  std::vector<const syntax::Clause*> clauses;
  std::vector<const syntax::Program*> programs;
  std::vector<const syntax::Source*> sources;
  std::vector<const syntax::Test*> tests;
};

/// Defines are typed when they are first needed, so that their order in the text does not matter.
struct DefineSlot {
  enum class State : std::uint8_t { unseen, open, done, failed } state = State::unseen;
  std::optional<agreement::Expression> value;  ///< When done.
  bool used = false;  ///< Something is said with it.
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
  const Imports& imports;
  Declarations declared{};
  agreement::Agreement agreement{};
  /// Which of `declared.records` the agreement is about. What is about others is not in `declared`.
  std::size_t record = 0;
  /// The record of every clause of the policy by its name, also of those that are not in
  /// `declared`; nothing when the clause was refused.
  std::map<std::string, std::optional<std::size_t>, std::less<>> record_of_clause{};
  /// Definitions that were refused: what uses them is not judged.
  std::set<std::string, std::less<>> refused_defines{};

  time::Zone zone = time::Zone::utc();  ///< The agreement's, or UTC.
  bool zone_given = false;      ///< Or known to be wrong: either way not to be asked for again.
  bool currency_given = false;  ///< The same for the currency.
  CalendarChoice default_calendar{};
  std::vector<bool>
      broken_fields{};  ///< Fields whose type could not be read; uses of them are not judged.
  std::vector<DefineSlot> defines{};
  std::vector<int> open_defines{};  ///< The chain of references being typed, outermost first.

  const DeclaredRecord& about() const { return declared.records[record]; }

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
