#include "compiler/suppress/allowances.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "compiler/diagnose/render.h"
#include "compiler/parse/comments.h"

namespace sla::suppress {

using diagnose::Code;
using source::Span;

namespace {

constexpr std::string_view kMark = "sla:";
constexpr std::string_view kAllow = "allow";
constexpr const char* kForm = "write `# sla:allow SLA2104 reason \"why it is all right here\"`";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Reads the words of one comment from its `#` on.
class Reading {
 public:
  Reading(const source::Sources& sources, const parse::Comment& comment,
          diagnose::Findings& findings)
      : comment_(comment), text_(said(sources.text(comment.span))), findings_(findings) {
    at_ = 1;
    skip_blanks();
  }

  /// Whether the comment speaks to the compiler at all.
  bool is_meant() {
    if (!text_.substr(at_).starts_with(kMark)) return false;
    at_ += kMark.size();
    return true;
  }

  std::vector<Allowance> read() {
    const Span word = next_word();
    if (text(word) != kAllow) {
      return fail(Code::allowance_unread, word.end == word.begin ? whole() : word,
                  fmt::format("`sla:{}` is nothing that a comment can say", text(word)));
    }
    std::vector<Allowance> result;
    do {
      skip_commas();
      const Span code = next_word();
      if (text(code) == "reason" || code.begin == code.end) break;
      if (named_ > 0 && !text(code).starts_with("SLA")) break;
      if (const auto known = known_code(code)) result.push_back({*known, code, comment_.span});
      ++named_;
      word_end_ = at_;
    } while (true);
    at_ = word_end_;
    if (named_ == 0) {
      return fail(Code::allowance_unread, whole(), "this does not say which code it allows");
    }
    const auto reason = read_reason();
    if (!reason) return {};
    for (Allowance& allowance : result) {
      allowance.reason = *reason;
      allowance.only_code = named_ == 1;
    }
    return result;
  }

 private:
  /// Up to another `#`: what follows is a remark.
  static std::string_view said(std::string_view comment) {
    bool quoted = false;
    for (std::size_t at = 1; at < comment.size(); ++at) {
      if (comment[at] == '"') quoted = !quoted;
      if (comment[at] == '#' && !quoted) return comment.substr(0, at);
    }
    return comment;
  }

  std::string_view text(Span span) const {
    return text_.substr(span.begin - comment_.span.begin, span.end - span.begin);
  }

  Span span(std::size_t begin, std::size_t end) const {
    const std::uint32_t origin = comment_.span.begin;
    return {comment_.span.file, origin + static_cast<std::uint32_t>(begin),
            origin + static_cast<std::uint32_t>(end)};
  }

  /// The comment without blanks and a remark behind it.
  Span whole() const { return span(0, text_.find_last_not_of(" \t") + 1); }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void skip_commas() {
    while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == ',')) ++at_;
  }

  Span next_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != '"' &&
           text_[at_] != '=')
      ++at_;
    return span(begin, at_);
  }

  std::vector<Allowance> fail(Code code, Span where, std::string message) {
    findings_.add(code, where, std::move(message)).help = kForm;
    return {};
  }

  std::optional<Code> known_code(Span word) {
    std::vector<std::string> codes;
    for (const diagnose::CodeEntry& entry : diagnose::catalogue()) {
      codes.push_back(diagnose::code_text(entry.code));
      if (codes.back() != text(word)) continue;
      if (can_be_waived(entry.code)) return entry.code;
      auto& finding =
          findings_.add(Code::allowance_of_error, word,
                        fmt::format("`{}` cannot be allowed: {}", codes.back(), entry.meaning));
      finding.help = "repair what it is about: without that there is no agreement to judge";
      return std::nullopt;
    }
    auto& finding = findings_.add(Code::allowance_of_unknown_code, word,
                                  fmt::format("there is no code `{}`", text(word)));
    if (const auto near = diagnose::nearest(std::string(text(word)), codes)) {
      finding.help = fmt::format("did you mean {}?", *near);
    } else {
      finding.help = "take the code from the finding, such as `warning[SLA2006]`";
    }
    return std::nullopt;
  }

  std::optional<std::string> read_reason() {
    skip_blanks();
    const Span word = next_word();
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '=') ++at_;
    skip_blanks();
    const std::size_t open = at_;
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    const std::size_t close = quoted ? text_.find('"', at_ + 1) : text_.npos;
    const std::string_view said =
        close == text_.npos ? std::string_view() : text_.substr(open + 1, close - open - 1);
    if (text(word) == "reason" && said.find_first_not_of(" \t") != said.npos) {
      at_ = close + 1;
      skip_blanks();
      if (at_ == text_.size()) return std::string(said);
      fail(Code::allowance_unread, span(at_, text_.size()), "nothing can stand after the reason");
      return std::nullopt;
    }
    const bool none = word.begin == word.end || text(word) == "reason";
    fail(none ? Code::allowance_without_reason : Code::allowance_unread, none ? whole() : word,
         none ? "this allows a finding and does not say why"
              : std::string("a code is followed by `reason` and a text in quotes"));
    return std::nullopt;
  }

  const parse::Comment& comment_;
  std::string_view text_;
  diagnose::Findings& findings_;
  std::size_t at_ = 0, word_end_ = 0, named_ = 0;
};

/// Which line an allowance is about, and whether about all of them.
void place(Allowance& allowance, const parse::Comments& comments, std::uint32_t line, bool alone) {
  allowance.alone = alone;
  allowance.whole_file = line < comments.first_word;
  allowance.line = line;
  if (!alone) return;
  do {
    ++allowance.line;
  } while (allowance.line < comments.has_words.size() && !comments.has_words[allowance.line]);
}

bool is_about(const Allowance& allowance, const diagnose::Finding& finding,
              const source::Sources& sources) {
  const Span& where = finding.primary.span;
  if (allowance.code != finding.code || allowance.span.file != where.file) return false;
  return allowance.whole_file ||
         sources.file(where.file).position(where.begin).line == allowance.line;
}

/// The comment with the blanks before it, or with its whole line if it has that to itself.
Span without(const Allowance& allowance, const source::Sources& sources) {
  const std::string_view text = sources.file(allowance.comment.file).text();
  Span span = allowance.comment;
  while (span.begin > 0 && is_blank(text[span.begin - 1])) --span.begin;
  if (!allowance.alone) return span;
  if (span.end < text.size() && text[span.end] == '\r') ++span.end;
  if (span.end < text.size() && text[span.end] == '\n') ++span.end;
  return span;
}

}  // namespace

bool can_be_waived(Code code) {
  const auto number = static_cast<unsigned>(code);
  const bool of_analysis = number >= 2100 && number < 3000;
  return of_analysis || diagnose::entry(code).severity != diagnose::Severity::error;
}

std::vector<Allowance> allowances(const source::Sources& sources, std::uint32_t file,
                                  diagnose::Findings& findings) {
  std::vector<Allowance> result;
  const parse::Comments comments = parse::comments(sources, file);
  for (const parse::Comment& comment : comments.all) {
    Reading reading(sources, comment, findings);
    if (!reading.is_meant()) continue;
    const std::uint32_t line = sources.file(file).position(comment.span.begin).line;
    for (Allowance& allowance : reading.read()) {
      place(allowance, comments, line, comment.alone);
      result.push_back(std::move(allowance));
    }
  }
  return result;
}

void apply(std::vector<Allowance>& allowances, const source::Sources& sources,
           diagnose::Findings& findings) {
  if (allowances.empty()) return;
  for (diagnose::Finding& finding : findings.each()) {
    for (Allowance& allowance : allowances) {
      if (!is_about(allowance, finding, sources)) continue;
      allowance.used = true;
      finding.suppressed = {diagnose::Suppression::Kind::in_source, allowance.reason};
    }
  }
}

void report_unused(const std::vector<Allowance>& allowances, const source::Sources& sources,
                   diagnose::Findings& findings) {
  for (const Allowance& allowance : allowances) {
    if (allowance.used) continue;
    auto& finding = findings.add(
        Code::allowance_unused, allowance.span,
        fmt::format("there is no {} {} that this could allow", diagnose::code_text(allowance.code),
                    allowance.whole_file ? "in this file" : "on this line"));
    finding.help = allowance.only_code ? "remove the comment" : "remove this code from the comment";
    if (!allowance.only_code) continue;
    finding.fix = diagnose::Fix{without(allowance, sources), "", diagnose::Safety::safe,
                                "remove the comment"};
  }
}

}  // namespace sla::suppress
