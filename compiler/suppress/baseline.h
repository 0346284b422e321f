#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"
#include "compiler/suppress/fingerprint.h"

namespace sla::suppress {

/// One finding of the day on which a baseline was written.
struct BaselineEntry {
  std::string file;         ///< From the folder of the baseline; `-` is standard input.
  std::string fingerprint;  ///< `Fingerprint::text`.
  std::string code = {}, in = {}, words = {}, message = {};  ///< For people.
  bool met = false;  ///< A finding is the one of this entry.
};

/// The findings that a project lives with for now; new ones are told.
class Baseline {
 public:
  /// Of a file's text (docs/reference/baseline.md). The error says what is wrong with it.
  static std::expected<Baseline, std::string> read(const std::string& text);

  /// Notes down every finding that counts and can be. `files`: the path of each file of the
  /// sources from the folder of the baseline.
  void add(const std::vector<diagnose::Finding>& findings, const source::Sources& sources,
           const std::vector<std::string>& files);
  /// Marks the findings that it holds as suppressed. `name`: what the reason calls the baseline.
  void apply(std::vector<diagnose::Finding>& findings, const source::Sources& sources,
             const std::vector<std::string>& files, const std::string& name);

  /// One entry a line, sorted, without repeats.
  std::string text() const;
  const std::vector<BaselineEntry>& entries() const { return entries_; }
  /// How many there are in `text`.
  std::size_t distinct() const { return sorted().size(); }

  /// The files that are not there any more; set before `apply`, so that renamed files keep entries.
  std::vector<std::string> gone;

 private:
  std::vector<BaselineEntry> sorted() const;
  BaselineEntry* find(const std::string& file, const std::string& fingerprint);

  std::vector<BaselineEntry> entries_;
};

/// A note for each entry of a baseline that no finding has met although its file is among `seen` or
/// is gone. `text`: the baseline among the sources, which the findings point into.
void report_outdated(const Baseline& baseline, const std::vector<std::string>& seen,
                     std::uint32_t text, const source::Sources& sources,
                     diagnose::Findings& findings);

}  // namespace sla::suppress
