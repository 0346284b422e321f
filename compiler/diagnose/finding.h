#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnose/codes.h"
#include "compiler/source/source.h"

namespace sla::diagnose {

/// A place in the policy and what to say under it.
struct Label {
  source::Span span;
  std::string text;
};

/// Replaces the bytes of `span` by `text`.
struct Edit {
  source::Span span;
  std::string text;
};

/// Whether a repair can change a verdict. Safe is what leaves the meaning of an agreement as it is,
/// and of a text with an error what can only have been meant; a guess is unsafe.
enum class Safety : std::uint8_t { unsafe, safe };

/// A repair: `text` for the bytes of `span`, together with all the edits of `more`, which neither
/// touch that span nor each other.
struct Fix {
  source::Span span;
  std::string text;
  Safety safety = Safety::unsafe;
  std::string title = {};  ///< "replace by `within`"; empty: the finding's help says it.
  std::vector<Edit> more = {};
};

/// A counter-example: what happens when, which shows that a finding is true.
struct Timeline {
  struct Line {
    std::string when;  ///< Local to the agreement, "Fri 2026-10-02 17:30"; empty: no instant.
    std::string what;  ///< In the agreement's own words: "lead a enters mql".
  };
  std::vector<Line> lines;  ///< In order of time.
  /// A `test` of the language that passes because the finding is true; empty where the language
  /// cannot say it.
  std::string test;
};

/// Why a finding does not count: somebody has looked at it and said so.
struct Suppression {
  enum class Kind : std::uint8_t { in_source, baseline };
  Kind kind = Kind::in_source;
  std::string reason;  ///< Of a comment, as written there; of a baseline, the baseline's file.
};

/// One thing to tell the author of a policy. A value: stages make findings, renderers print them,
/// nobody prints from a stage. `message` is lower case without a final stop; `help` is the only
/// place that proposes a change.
struct Finding {
  Code code;
  Severity severity;
  std::string message;
  Label primary;
  std::vector<Label> secondary;
  std::vector<std::string> notes;
  std::optional<std::string> help;
  std::optional<Fix> fix;
  std::optional<Timeline> timeline;
  std::optional<Suppression> suppressed = {};
};

/// The finding about what people wrote: labels inside a filled-in template become labels in the
/// template or its arguments, with the use that it is in. A finding elsewhere is as it was.
Finding traced_back(Finding finding, const source::Sources& sources);

/// Findings in the order they were made; not thread-safe, one per compilation.
class Findings {
 public:
  /// Adds a finding with the severity that the catalogue gives its code. The reference stays valid
  /// until the next `add`: use it at once to attach labels, notes and help.
  Finding& add(Code code, source::Span span, std::string message, std::string label = {});

  /// Those that are suppressed are among them.
  const std::vector<Finding>& all() const { return all_; }
  /// To be marked, or given another severity.
  std::vector<Finding>& each() { return all_; }
  /// How many count: are not suppressed.
  std::size_t counted() const;
  bool has_errors() const;
  bool empty() const { return all_.empty(); }
  /// `traced_back` for each.
  void trace_back(const source::Sources& sources);
  /// Sorts by file and position and removes findings that repeat another at the same span and code.
  void settle();

 private:
  std::vector<Finding> all_;
};

/// The candidate nearest to `word` by edit distance (insert, delete, replace, swap), when it is
/// near enough to be what was meant: at most a third of the longer length, at least one.
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

}  // namespace sla::diagnose
