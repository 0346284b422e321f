#pragma once

#include <functional>
#include <map>
#include <string>

#include "cli/inspection.h"
#include "compiler/repair/repair.h"

namespace sla::cli {

/// Which files a repair of a policy may change: the policy itself, and those that it uses within
/// its project. Never a library that was found by name, nor anything of the standard library.
/// The project is the folder of the nearest `sla.toml`, else of the repository, else of the policy.
std::function<bool(const std::string& path)> may_change(const std::string& policy,
                                                        const driver::Checked& checked);

/// The repairs of one call of the command: made in memory, then written or shown.
class Repairs {
 public:
  Repairs(const FindingsVerb& verb, Inspection& inspection)
      : verb_(verb), inspection_(inspection) {}

  /// Repairs a policy, after those before it.
  void make(const std::string& policy, int& exit_code);
  /// Writes the files that are different now, standard input's text to standard output, and says
  /// what was repaired on standard error. The exit code: clean, or unreadable.
  int write() const;
  /// Prints the difference. The exit code: clean, or findings when there is one.
  int show() const;

  /// Of the files that are different now.
  const repair::Texts& texts() const { return texts_; }

 private:
  const FindingsVerb& verb_;
  Inspection& inspection_;
  repair::Texts texts_;
  repair::Texts before_;
  std::vector<repair::Made> made_;
};

}  // namespace sla::cli
