// Commands of code lenses: each runs in a child and answers its request when that has ended.

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/driver/tests.h"
#include "lsp/sample_data.h"
#include "lsp/server.h"
#include "runtime/time/zone.h"

namespace sla::lsp {
namespace {

constexpr std::chrono::seconds kLongestTest{60}, kLongestRun{300};

Json result_of(const driver::TestResult& result, const Snapshot& snapshot, const Places& places) {
  Json failures = Json::array();
  for (const driver::TestFailure& failure : result.failures) {
    std::string message = failure.as_of.empty() ? "" : "as of " + failure.as_of;
    for (const exercise::Difference& each : failure.differences)
      message += fmt::format("{}expected {}, got {}", message.empty() ? "" : "\n", each.expected,
                             each.got);
    if (!failure.happened.empty()) message += "\n" + failure.happened;
    if (!failure.clause_story.empty()) message += "\n" + failure.clause_story;
    if (!failure.actions_story.empty()) message += "\n" + failure.actions_story;
    const Span place =
        failure.expectation != nullptr ? failure.expectation->span : result.test->title_span;
    const Span written = written_as(place, snapshot.sources()).value_or(result.test->title_span);
    failures.push_back({{"message", message},
                        {"uri", places.uri(snapshot, written.file)},
                        {"range", places.range(snapshot, written)}});
  }
  return {{"title", result.test->title},
          {"passed", result.passed()},
          {"expectations", result.expectations},
          {"milliseconds", static_cast<double>(result.micros) / 1000},
          {"failures", std::move(failures)}};
}

/// All tests, or those with exactly this title.
Json played(const Snapshot& snapshot, const std::optional<std::string>& title,
            const Places& places) {
  driver::TestOptions options;
  options.engines = driver::TestEngines::reference;
  const auto report = driver::run_tests(*snapshot.agreement(), options);
  if (!report) return {{"error", report.error()}};
  Json results = Json::array();
  for (const driver::TestResult& result : report->results) {
    if (!title || result.test->title == *title)
      results.push_back(result_of(result, snapshot, places));
  }
  return {{"results", std::move(results)}};
}

std::string as_of_for(const agreement::Agreement& agreement) {
  const auto zone = time::Zone::find(agreement.zone).value_or(time::Zone::utc());
  using namespace std::chrono;
  time::Instant now = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  if (agreement.has_term) now = std::clamp(now, agreement.term_begin, agreement.term_end);
  return time::format_date(zone.date_of(now));
}

std::string first_lines(const std::string& text, int count) {
  std::size_t end = 0;
  while (count-- > 0 && end != text.npos) end = text.find('\n', end == 0 ? 0 : end + 1);
  return text.substr(0, end);
}

}  // namespace

void Server::execute(const Json& id, const Json& params) {
  const auto& command = params.at("command").get_ref<const std::string&>();
  const Json arguments = params.value("arguments", Json::array());
  if (command == "sla.runTest" || command == "sla.runTests") return run_test(id, arguments);
  if (command == "sla.tryOnData") return try_data(id, arguments);
  fail(id, kInvalidParams, fmt::format("there is no command {}", command.substr(0, 100)));
}

void Server::start(const Json& id, const Children::Work& work, Children::Done done) {
  const std::string name = dumped(id);
  const auto finish = [this, id, name, done = std::move(done)](std::string text, bool ok) {
    running_.erase(name);
    if (!ok) return fail(id, kRequestFailed, "it took too long, or broke off");
    done(std::move(text), ok);
  };
  const Children::Id child = children_.start(work, finish, kLongestTest);
  if (child == 0) return fail(id, kRequestFailed, "no process can be started");
  running_[name] = {id, child};
}

void Server::run_test(const Json& id, const Json& arguments) {
  const Json& what = arguments.at(0);
  const std::string uri = what.at("uri").get<std::string>();
  std::optional<std::string> title;
  if (what.contains("title")) title = what["title"].get<std::string>();
  Document* document = session_.documents.find(uri);
  if (document == nullptr) return fail(id, kInvalidParams, uri + " is not open");
  const auto snapshot = session_.engine.snapshot(*document);
  if (!snapshot || !snapshot->is_current()) {
    show(1, "the agreement has errors: tests can be run when they are repaired");
    return fail(id, kRequestFailed, "the agreement has errors");
  }
  const Places places = session_.places();
  const auto work = [snapshot, title, places] { return dumped(played(*snapshot, title, places)); };
  start(id, work, [this, id, title](const std::string& text, bool) {
    Json report = Json::parse(text);
    if (report.contains("error")) {
      show(1, report["error"].get<std::string>());
      return fail(id, kRequestFailed, report["error"].get<std::string>());
    }
    if (title && report["results"].empty())
      return fail(id, kInvalidParams, fmt::format("there is no test \"{}\"", *title));
    tell_tests(title.value_or(""), report);
    send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(report)}});
  });
}

/// In words, and as findings where expectations failed, until the test is run again or
/// the text changes.
void Server::tell_tests(const std::string& title, const Json& report) {
  std::size_t failed = 0;
  for (const Json& result : report["results"]) {
    const std::string name = result["title"].get<std::string>();
    for (auto& [file, tests] : failed_tests_)
      std::erase_if(tests, [&](const auto& each) {
        return each.first == name || each.first.starts_with(name + "\n");
      });
    failed += result["passed"].get<bool>() ? 0 : 1;
    int number = 0;
    for (const Json& failure : result["failures"]) {
      failed_tests_[failure["uri"].get<std::string>()][fmt::format("{}\n{}", name, ++number)] = {
          {{"range", failure["range"]},
           {"severity", 1},
           {"source", "sla test"},
           {"message", failure["message"]}},
          nullptr};
    }
  }
  const std::size_t count = report["results"].size();
  if (!title.empty())
    show(failed == 0 ? 3 : 1,
         failed == 0 ? fmt::format("\"{}\" passed", title) : fmt::format("\"{}\" failed", title));
  else if (count == 0) show(2, "there is no test in this agreement");
  else
    show(failed == 0 ? 3 : 1, failed == 0 ? fmt::format("all {} tests passed", count)
                                          : fmt::format("{} of {} tests failed", failed, count));
  publish();
}

void Server::try_data(const Json& id, const Json& arguments) {
  const Json& what = arguments.at(0);
  const std::string uri = what.at("uri").get<std::string>();
  Document* document = session_.documents.find(uri);
  if (document == nullptr) return fail(id, kInvalidParams, uri + " is not open");
  const auto data = sample_data(document->path);
  if (!data) return fail(id, kRequestFailed, "there is no log beside this agreement");
  const auto snapshot = session_.engine.snapshot(*document);
  if (!snapshot || !snapshot->is_current()) {
    show(1, "the agreement has errors: it can be tried when they are repaired");
    return fail(id, kRequestFailed, "the agreement has errors");
  }
  std::string as_of = what.value("asOf", std::string());
  if (as_of.empty()) as_of = as_of_for(*snapshot->agreement());
  std::error_code error;
  std::vector<std::string> command = {std::filesystem::read_symlink("/proc/self/exe", error), "run",
                                      document->path, "--as-of", as_of};
  for (const std::string& events : data->events) {
    command.insert(command.end(), {"--events", events});
  }
  if (data->roster) command.insert(command.end(), {"--roster", *data->roster});
  for (const std::string& folder : options_.library_folders)
    command.insert(command.end(), {"--library", folder});
  const std::string name = dumped(id);
  const Children::Id child = children_.start_program(
      command,
      [this, id, name, as_of](const std::string& text, bool ok) {
        running_.erase(name);
        if (!ok) return fail(id, kRequestFailed, "it took too long, or broke off");
        notify("window/logMessage", {{"type", 3}, {"message", text}});
        show(3, fmt::format("as of {}\n{}", as_of, first_lines(text, 12)));
        send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", {{"asOf", as_of}, {"output", text}}}});
      },
      kLongestRun);
  if (child == 0) return fail(id, kRequestFailed, "no process can be started");
  running_[name] = {id, child};
}

}  // namespace sla::lsp
