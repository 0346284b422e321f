#include "tests/integration/page.h"

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

namespace fs = std::filesystem;

struct Shell {
  int exit_code = -1;
  std::string printed;
};

Shell shell(const std::string& command, const std::string& folder) {
  const std::string script = scratch("page.sh"), printed = scratch("page.out");
  std::ofstream(script) << "export PATH='" << SLA_BINARY_DIR
                        << "/bin':\"$PATH\"\nunset SLA_PATH\ncd '" << folder << "'\n"
                        << command << "\n";
  const int status =
      std::system(("sh '" + script + "' > '" + printed + "' 2>&1 < /dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(printed)};
}

/// The version of the tz database and the time a test takes are those of a machine.
std::string as_the_page_has_it(std::string printed, const std::string& was) {
  for (const char* varies : {"tz database [^ ]+", "[0-9]+ ms"}) {
    const std::regex pattern(varies);
    std::smatch now, then;
    if (std::regex_search(was, then, pattern) && std::regex_search(printed, now, pattern)) {
      printed.replace(static_cast<std::size_t>(now.position()),
                      static_cast<std::size_t>(now.length()), then.str());
    }
  }
  return printed;
}

class Page {
 public:
  Page(const std::string& text, std::string folder) : lines_(text), folder_(std::move(folder)) {}

  PageRun run() {
    const std::regex file_block("```[a-z]+ ([A-Za-z0-9_./-]+\\.[a-z]+)");
    const std::regex hidden_command("<!-- \\$ (.*) -->");
    std::string line;
    while (std::getline(lines_, line)) {
      result_.text += line + "\n";
      std::smatch file, hidden;
      if (std::regex_match(line, hidden, hidden_command)) {
        run(hidden[1]);
      } else if (line == "```console") {
        console();
      } else if (std::regex_match(line, file, file_block)) {
        write(file[1]);
      }
    }
    return std::move(result_);
  }

 private:
  void write(const std::string& name) {
    const fs::path path = fs::path(folder_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream file(path);
    for (std::string line; std::getline(lines_, line);) {
      result_.text += line + "\n";
      if (line == "```") return;
      file << line << "\n";
    }
  }

  /// A command, its continuation lines, and what the page says that it prints.
  void console() {
    std::string command, was, line;
    while (std::getline(lines_, line)) {
      const bool ends = line == "```", begins = line.starts_with("$ ");
      if ((ends || begins) && !command.empty()) print(command, was);
      if (ends || begins) was.clear();
      if (ends) command.clear();
      if (begins) command = line.substr(2);
      if (!ends && !begins) {
        if (command.ends_with("\\")) {
          command += "\n" + line;
        } else {
          was += line + "\n";
          continue;
        }
      }
      result_.text += line + "\n";
      if (ends) return;
    }
  }

  Shell run(const std::string& command) {
    Shell shown = shell(command, folder_);
    if (shown.exit_code != 0 && shown.exit_code != 1) {
      result_.failures.push_back(command + "\nended with " + std::to_string(shown.exit_code) +
                                 ":\n" + shown.printed);
    }
    return shown;
  }

  void print(const std::string& command, const std::string& was) {
    ++result_.commands;
    result_.text += as_the_page_has_it(run(command).printed, was);
    while (result_.text.ends_with("\n\n")) result_.text.pop_back();
    if (!result_.text.ends_with('\n')) result_.text += '\n';
  }

  std::istringstream lines_;
  std::string folder_;
  PageRun result_;
};

}  // namespace

PageRun run_page(const std::string& page, const std::string& folder) {
  return Page(read_file(page), folder).run();
}

bool blessing() { return std::getenv("SLA_BLESS") != nullptr; }

}  // namespace sla::integration
