#include <algorithm>
#include <concepts>
#include <set>
#include <utility>

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "compiler/diagnose/render.h"
#include "compiler/settings/keys.h"
#include "compiler/settings/settings.h"
#include "compiler/suppress/allowances.h"

namespace sla::settings {

namespace fs = std::filesystem;
using diagnose::Code;
using source::Span;

namespace {

constexpr std::array<std::string_view, 4> kLevels = {"error", "warning", "note", "off"};
constexpr std::array<std::string_view, 4> kFailOn = {"error", "warning", "note", "never"};
constexpr std::size_t kDeepestExtension = 16;

std::string listed(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words)
    result += (result.empty() ? "" : &word == &words.back() ? " or " : ", ") + ("`" + word + "`");
  return result;
}

std::vector<std::string> as_strings(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

/// A path as people write it: short where it is below the working directory.
std::string shown(const fs::path& path) {
  std::error_code ignored;
  const fs::path below = path.lexically_relative(fs::current_path(ignored));
  const bool inside = !below.empty() && *below.begin() != "..";
  return inside ? below.string() : path.string();
}

/// Reads one file into settings that may hold those it extends.
class Reader {
 public:
  Reader(Settings& settings, const std::vector<std::string>& formats, source::Sources& sources,
         diagnose::Findings& findings, std::set<fs::path>& open)
      : settings_(settings),
        formats_(formats),
        sources_(sources),
        findings_(findings),
        open_(open) {}

  void read(std::uint32_t file) {
    file_ = file;
    const std::string path = sources_.file(file).path();
    folder_ = fs::absolute(path).lexically_normal().parent_path();
    const toml::parse_result parsed = toml::parse(sources_.file(file).text(), path);
    if (!parsed) return unread(parsed.error());
    const toml::table& table = parsed.table();
    if (const toml::node* base = table.get("extend")) extend(*base);
    settings_.files.push_back(path);
    std::vector<Said<std::string>> own_libraries;
    std::swap(own_libraries, settings_.libraries);
    top(table);
    settings_.libraries.insert(settings_.libraries.end(), own_libraries.begin(),
                               own_libraries.end());
  }

 private:
  // ---- places ----------------------------------------------------------------------------------

  /// toml++ counts columns in code points, from one.
  std::uint32_t offset(const toml::source_position& at) const {
    const source::File& file = sources_.file(file_);
    if (at.line == 0) return 0;
    const std::string_view line = file.line(static_cast<std::uint32_t>(at.line));
    if (line.empty()) {
      return at.line > file.line_count() ? static_cast<std::uint32_t>(file.text().size())
                                         : line_begin(static_cast<std::uint32_t>(at.line));
    }
    std::size_t byte = 0;
    for (std::uint32_t column = 1; column < at.column && byte < line.size(); ++column) {
      do {
        ++byte;
      } while (byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xC0U) == 0x80U);
    }
    return static_cast<std::uint32_t>(line.data() - file.text().data() + byte);
  }

  std::uint32_t line_begin(std::uint32_t number) const {
    const std::string_view text = sources_.file(file_).text();
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < number && at != text.npos; ++line) {
      at = text.find('\n', at);
      if (at != text.npos) ++at;
    }
    return static_cast<std::uint32_t>(std::min(at, text.size()));
  }

  Span span(const toml::source_region& region) const {
    const std::uint32_t begin = offset(region.begin);
    return {file_, begin, std::max(begin, offset(region.end))};
  }

  Origin origin(const toml::source_region& region) const {
    return {sources_.file(file_).path(), static_cast<std::uint32_t>(region.begin.line)};
  }

  // ---- what is wrong ---------------------------------------------------------------------------

  void unread(const toml::parse_error& error) {
    findings_.add(Code::settings_unread, span(error.source()),
                  fmt::format("this cannot be read as TOML: {}", error.description()));
  }

  void bad(const toml::node& node, std::string message, std::string help) {
    findings_.add(Code::bad_setting, span(node.source()), std::move(message)).help =
        std::move(help);
  }

  void unknown(const toml::key& key, const std::string& what,
               const std::vector<std::string>& known) {
    const std::string name(key.str());
    auto& finding = findings_.add(Code::unknown_setting, span(key.source()),
                                  fmt::format("there is no {} `{}`", what, name));
    if (const auto near = diagnose::nearest(name, known)) {
      finding.help = fmt::format("did you mean `{}`?", *near);
    } else if (known.size() <= 12 && !known.empty()) {
      finding.help = "it can be " + listed(known);
    }
  }

  // ---- values ----------------------------------------------------------------------------------

  std::optional<Said<std::string>> text(const toml::node& node, const std::string& what) {
    const auto value = node.value_exact<std::string>();
    if (value && !value->empty()) return Said<std::string>{*value, origin(node.source())};
    bad(node, fmt::format("{} is a text in quotes", what), "such as `\"agreements\"`");
    return std::nullopt;
  }

  std::optional<std::size_t> one_of(const toml::node& node, const std::string& what,
                                    const std::vector<std::string>& words) {
    const auto value = node.value_exact<std::string>();
    const auto found = value ? std::ranges::find(words, *value) : words.end();
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string help = "it can be " + listed(words);
    if (value) {
      if (const auto near = diagnose::nearest(*value, words))
        help = fmt::format("did you mean `{}`?", *near);
    }
    bad(node,
        value ? fmt::format("{} cannot be `{}`", what, *value)
              : fmt::format("{} is a word in quotes", what),
        std::move(help));
    return std::nullopt;
  }

  template <class Each>
  void each_text(const toml::node& node, const std::string& what, Each each) {
    const toml::array* list = node.as_array();
    if (list == nullptr) {
      return bad(node, fmt::format("{} is a list of texts", what), "such as `[\"drafts/*.sla\"]`");
    }
    for (const toml::node& one : *list) {
      if (auto said = text(one, "each of " + what)) each(std::move(*said));
    }
  }

  const toml::table* table(const toml::node& node, const std::string& what) {
    if (const toml::table* found = node.as_table()) return found;
    bad(node, fmt::format("`{}` is a table", what),
        fmt::format("write `[{}]` and a line for each", what));
    return nullptr;
  }

  Said<std::string> in_folder(Said<std::string> path) const {
    path.value = shown((folder_ / path.value).lexically_normal());
    return path;
  }

  // ---- keys ------------------------------------------------------------------------------------

  void extend(const toml::node& node) {
    const auto named = text(node, "`extend`");
    if (!named) return;
    const fs::path path = in_folder(*named).value;
    std::error_code ignored;
    const fs::path known_by = fs::weakly_canonical(path, ignored);
    if (open_.contains(known_by) || open_.size() > kDeepestExtension) {
      return bad(node, fmt::format("`{}` is extended by itself", named->value),
                 "remove one of the lines that say `extend`");
    }
    const auto file = sources_.load(path.string());
    if (!file) {
      auto help = file.error().help;
      if (help.empty()) help = "write its path from the folder of this file";
      return bad(node, fmt::format("`{}` cannot be read: {}", named->value, file.error().message),
                 std::move(help));
    }
    open_.insert(known_by);
    Reader(settings_, formats_, sources_, findings_, open_).read(*file);
    open_.erase(known_by);
  }

  void top(const toml::table& all) {
    static const std::vector<std::string> known = {"extend",    "format",   "fail-on", "baseline",
                                                   "libraries", "severity", "clarity", "files"};
    for (const auto& [key, node] : all) {
      const std::string_view name = key.str();
      if (name == "format") {
        if (const auto which = one_of(node, "`format`", formats_))
          settings_.format = {formats_[*which], origin(key.source())};
      } else if (name == "fail-on") {
        if (const auto which = one_of(node, "`fail-on`", as_strings(kFailOn)))
          settings_.fail_on = {static_cast<FailOn>(*which), origin(key.source())};
      } else if (name == "baseline") {
        if (auto path = text(node, "`baseline`")) settings_.baseline = in_folder(std::move(*path));
      } else if (name == "libraries") {
        each_text(node, "`libraries`", [&](Said<std::string> folder) {
          settings_.libraries.push_back(in_folder(std::move(folder)));
        });
      } else if (name == "severity") {
        if (const auto* levels = table(node, "severity")) severity(*levels, settings_.severity);
      } else if (name == "clarity") {
        if (const auto* numbers = table(node, "clarity")) clarity(*numbers, settings_.clarity);
      } else if (name == "files") {
        file_rules(node);
      } else if (name != "extend") {
        unknown(key, "setting", known);
      }
    }
  }

  void severity(const toml::table& levels, std::map<Code, Said<Level>>& into) {
    std::vector<std::string> codes;
    for (const diagnose::CodeEntry& entry : diagnose::catalogue())
      codes.push_back(diagnose::code_text(entry.code));
    for (const auto& [key, node] : levels) {
      const auto found = std::ranges::find(codes, key.str());
      if (found == codes.end()) {
        unknown(key, "code", codes);
        continue;
      }
      const auto level =
          one_of(node, fmt::format("the severity of {}", *found), as_strings(kLevels));
      if (!level) continue;
      const diagnose::CodeEntry& entry =
          diagnose::catalogue()[static_cast<std::size_t>(found - codes.begin())];
      const auto chosen = static_cast<Level>(*level);
      if (chosen != Level::error && !suppress::can_be_waived(entry.code)) {
        bad(node, fmt::format("{} is always an error: {}", *found, entry.meaning),
            "there is no agreement to judge until what it is about is repaired");
        continue;
      }
      into.insert_or_assign(entry.code, Said<Level>{chosen, origin(key.source())});
    }
  }

  void clarity(const toml::table& numbers, Clarity& into) {
    std::vector<std::string> keys = {"pedantic"};
    for (const ThresholdKey& threshold : kThresholds) keys.emplace_back(threshold.key);
    for (const auto& [key, node] : numbers) {
      const auto found = std::ranges::find(keys, key.str());
      if (found == keys.end()) {
        unknown(key, "threshold", keys);
        continue;
      }
      if (found == keys.begin()) {
        pedantic(node, origin(key.source()), into);
        continue;
      }
      const ThresholdKey& threshold = kThresholds.begin()[found - keys.begin() - 1];
      const auto value = node.value_exact<std::int64_t>();
      if (!value || *value < threshold.least || *value > threshold.most) {
        bad(node, fmt::format("`{}` is a whole number", *found),
            fmt::format("from {} to {}", threshold.least, threshold.most));
        continue;
      }
      into.numbers.insert_or_assign(*found, Said<std::int64_t>{*value, origin(key.source())});
    }
  }

  void pedantic(const toml::node& node, Origin from, Clarity& into) {
    const auto value = node.value_exact<bool>();
    if (!value) return bad(node, "`pedantic` is `true` or `false`", "without quotes");
    into.pedantic = {*value, std::move(from)};
  }

  void file_rules(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr ||
        !std::ranges::all_of(*list, [](const toml::node& one) { return one.is_table(); })) {
      return bad(node, "`files` is a list of tables", "write `[[files]]` before each");
    }
    for (const toml::node& one : *list) file_rule(*one.as_table());
  }

  void file_rule(const toml::table& rule) {
    static const std::vector<std::string> known = {"match", "severity", "clarity"};
    FileRule result;
    result.folder = folder_;
    for (const auto& [key, node] : rule) {
      const std::string_view name = key.str();
      if (name == "match") {
        each_text(node, "`match`", [&](Said<std::string> pattern) {
          result.patterns.push_back(std::move(pattern.value));
        });
      } else if (name == "severity") {
        if (const auto* levels = table(node, "severity")) severity(*levels, result.severity);
      } else if (name == "clarity") {
        if (const auto* numbers = table(node, "clarity")) clarity(*numbers, result.clarity);
      } else {
        unknown(key, "setting for files", known);
      }
    }
    if (result.patterns.empty() && rule.get("match") == nullptr) {
      return bad(rule, "this does not say which files it is about",
                 "add, for instance, `match = [\"drafts/*.sla\"]`");
    }
    settings_.rules.push_back(std::move(result));
  }

  Settings& settings_;
  const std::vector<std::string>& formats_;
  source::Sources& sources_;
  diagnose::Findings& findings_;
  std::set<fs::path>& open_;  ///< The files that are being read, each extended by the one before.
  std::uint32_t file_ = 0;
  fs::path folder_;
};

}  // namespace

std::string_view level_name(Level level) { return kLevels[static_cast<std::size_t>(level)]; }

std::string_view fail_on_name(FailOn fail_on) { return kFailOn[static_cast<std::size_t>(fail_on)]; }

std::optional<FailOn> fail_on_called(std::string_view word) {
  const auto found = std::ranges::find(kFailOn, word);
  if (found == kFailOn.end()) return std::nullopt;
  return static_cast<FailOn>(found - kFailOn.begin());
}

Settings load(const std::string& path, const std::vector<std::string>& formats,
              source::Sources& sources, diagnose::Findings& findings) {
  Settings settings;
  const auto file = sources.load(shown(path));
  if (!file) {
    const auto said = sources.add(path, "");
    if (said) {
      findings.add(Code::settings_unread, {*said, 0, 0}, file.error().message).help =
          file.error().help;
    }
    return settings;
  }
  std::error_code ignored;
  std::set<fs::path> open = {fs::weakly_canonical(path, ignored)};
  Reader(settings, formats, sources, findings, open).read(*file);
  findings.settle();
  return settings;
}

}  // namespace sla::settings
