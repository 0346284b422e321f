#include "tests/integration/command.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sla::integration {
namespace {

std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

std::string project(const std::string& path) { return std::string(SLA_SOURCE_DIR) + "/" + path; }

std::string scratch(const std::string& name) {
  auto folder =
      std::filesystem::temp_directory_path() / ("sla-integration-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  return (folder / name).string();
}

std::string written(const std::string& name, const std::string& text) {
  std::string path = scratch(name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string real_data() {
  std::string folder = project("../shared/data");
  return std::filesystem::exists(folder) ? folder : "";
}

bool has_duckdb() {
  return std::getenv("SLA_DUCKDB") != nullptr ||
         std::filesystem::exists(project("build/deps/libduckdb.so"));
}

Answer sla(const std::vector<std::string>& arguments, const std::string& to) {
  std::string out = to.empty() ? scratch("out") : to, err = scratch("err");
  std::string command = "cd " + shell_quoted(SLA_SOURCE_DIR) + " && " +
                        shell_quoted(std::string(SLA_BINARY_DIR) + "/bin/sla");
  for (const std::string& argument : arguments) command += " " + shell_quoted(argument);
  command += " > " + shell_quoted(out) + " 2> " + shell_quoted(err) + " < /dev/null";
  int status = std::system(command.c_str());
  Answer answer;
  answer.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (to.empty()) answer.out = read_file(out);
  answer.err = read_file(err);
  return answer;
}

}  // namespace sla::integration
