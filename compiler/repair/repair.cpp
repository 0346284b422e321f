#include "compiler/repair/repair.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "compiler/repair/edits.h"

namespace sla::repair {

using diagnose::Edit;
using diagnose::Finding;

namespace {

/// No agreement needs as many; a bound all the same, since a look may take a second.
constexpr int kMostLooks = 400;

struct Errors {
  std::size_t text = 0, all = 0;
};

Errors errors_of(const Found& found) {
  Errors errors;
  for (const Finding& finding : found.findings) {
    if (finding.severity != diagnose::Severity::error || finding.suppressed) continue;
    ++errors.all;
    if (static_cast<unsigned>(finding.code) < 1000) ++errors.text;
  }
  return errors;
}

/// Findings about meaning may come to light when a text is read at last.
bool is_worse(const Errors& now, const Errors& before) {
  if (now.text != before.text) return now.text > before.text;
  return before.text == 0 && now.all > before.all;
}

/// What a repair is known by while others move it.
using Known = std::tuple<std::string, diagnose::Code, std::string, std::string>;

class Repairing {
 public:
  Repairing(const Look& look, const Wishes& wishes, Texts texts)
      : look_(look), wishes_(wishes), outcome_{std::move(texts), {}} {}

  Outcome run() {
    found_ = next_look(outcome_.texts);
    std::size_t most = kAll;
    while (found_) {
      const std::vector<const Finding*> batch = choose(most);
      if (batch.empty()) {
        if (refused_.empty() || !changed_) break;
        // What was refused before may be right after the repairs since.
        refused_.clear();
        changed_ = false;
        continue;
      }
      if (attempt(batch)) {
        most = kAll;
      } else if (batch.size() > 1) {
        most = batch.size() / 2;
      } else {
        refused_.insert(known_by(*batch.front()));
      }
      if (looks_ >= kMostLooks) break;
    }
    return std::move(outcome_);
  }

 private:
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

  std::optional<Found> next_look(const Texts& texts) {
    ++looks_;
    return look_(texts);
  }

  std::string text_of(const source::Span& span) const {
    return std::string(found_->sources.text(span));
  }

  Known known_by(const Finding& finding) const {
    const source::Span& span = finding.fix->span;
    const source::File& file = found_->sources.file(span.file);
    return {file.path(), finding.code, finding.fix->text,
            std::string(file.line(file.position(span.begin).line)) + "\n" + text_of(span)};
  }

  bool changes_something(const Finding& finding) const {
    return std::ranges::any_of(edits_of(*finding.fix),
                               [&](const Edit& edit) { return text_of(edit.span) != edit.text; });
  }

  /// Repairs that do not touch each other, at most so many.
  std::vector<const Finding*> choose(std::size_t most) const {
    std::vector<const Finding*> batch;
    std::vector<Edit> taken;
    for (const Finding& finding : found_->findings) {
      if (batch.size() == most) break;
      if (!can_repair(finding, found_->sources, wishes_) || !changes_something(finding)) continue;
      if (refused_.contains(known_by(finding))) continue;
      const std::vector<Edit> edits = edits_of(*finding.fix);
      const bool free = std::ranges::none_of(edits, [&](const Edit& edit) {
        return std::ranges::any_of(taken, [&](const Edit& t) { return overlap(edit, t); });
      });
      if (!free) continue;
      taken.insert(taken.end(), edits.begin(), edits.end());
      batch.push_back(&finding);
    }
    return batch;
  }

  /// Makes repairs together; takes them back and answers no when things became worse.
  bool attempt(const std::vector<const Finding*>& batch) {
    Texts texts = outcome_.texts;
    std::map<std::uint32_t, std::vector<Edit>> edits;
    for (const Finding* finding : batch) {
      for (Edit& edit : edits_of(*finding->fix)) edits[edit.span.file].push_back(std::move(edit));
    }
    for (auto& [file, own] : edits) {
      const source::File& text = found_->sources.file(file);
      texts[text.path()] = apply(text.text(), std::move(own));
    }
    auto now = next_look(texts);
    if (!now || is_worse(errors_of(*now), errors_of(*found_))) return false;
    for (const Finding* finding : batch) {
      const source::Span& span = finding->fix->span;
      const source::File& file = found_->sources.file(span.file);
      outcome_.made.push_back({file.path(), file.position(span.begin), finding->code,
                               title_of(*finding, found_->sources)});
    }
    outcome_.texts = std::move(texts);
    found_ = std::move(now);
    changed_ = true;
    return true;
  }

  const Look& look_;
  const Wishes& wishes_;
  Outcome outcome_;
  std::optional<Found> found_;
  std::set<Known> refused_;
  bool changed_ = false;  ///< Since the last refusal was forgotten.
  int looks_ = 0;
};

}  // namespace

std::string title_of(const Finding& finding, const source::Sources& sources) {
  if (!finding.fix) return "";
  if (!finding.fix->title.empty()) return finding.fix->title;
  const std::string_view before = sources.text(finding.fix->span);
  const auto is_word = [](std::string_view text) {
    return !text.empty() && text.find('\n') == text.npos;
  };
  if (finding.fix->more.empty() && is_word(before) && is_word(finding.fix->text))
    return fmt::format("`{}` becomes `{}`", before, finding.fix->text);
  return finding.help.value_or("");
}

bool can_repair(const Finding& finding, const source::Sources& sources, const Wishes& wishes) {
  if (!finding.fix || finding.suppressed) return false;
  if (finding.fix->safety == diagnose::Safety::unsafe && !wishes.unsafe) return false;
  return std::ranges::all_of(edits_of(*finding.fix), [&](const Edit& edit) {
    const source::File& file = sources.file(edit.span.file);
    return file.expansion() == nullptr && edit.span.end <= file.text().size() &&
           wishes.may_change(file.path());
  });
}

Outcome repair(const Look& look, const Wishes& wishes, Texts texts) {
  return Repairing(look, wishes, std::move(texts)).run();
}

}  // namespace sla::repair
