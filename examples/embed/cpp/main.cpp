// A service that routes leads by a built policy: README.md.
#include <csignal>
#include <cstdio>
#include <thread>

#include <httplib.h>

#include "service.hpp"

namespace routing {
namespace {

const char kUsage[] =
    "usage: router --policy policy.so --roster roster.csv --state FOLDER [--port 8080] [--clock "
    "machine|events]\n";

std::optional<Options> parse(int argc, char** argv) {
  Options options;
  for (int at = 1; at + 1 < argc; at += 2) {
    const std::string_view flag = argv[at], value = argv[at + 1];
    if (flag == "--policy") options.policy = value;
    else if (flag == "--roster") options.roster = value;
    else if (flag == "--state") options.state = value;
    else if (flag == "--port") options.port = std::atoi(argv[at + 1]);
    else if (flag == "--clock" && (value == "machine" || value == "events"))
      options.clock_of_events = value == "events";
    else return std::nullopt;
  }
  const bool is_complete =
      argc % 2 == 1 && !options.policy.empty() && !options.roster.empty() && !options.state.empty();
  return is_complete ? std::optional(options) : std::nullopt;
}

// One JSON object, an array of them, or one a line.
std::vector<Json> rows_of(const std::string& body) {
  if (body.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  if (const Json whole = Json::parse(body, nullptr, false); !whole.is_discarded()) {
    if (whole.is_array()) return whole.get<std::vector<Json>>();
    return {whole};
  }
  std::vector<Json> rows;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) rows.push_back(Json::parse(line));
  }
  return rows;
}

// Answers with what `make` gives; what it throws is the caller's mistake or ours.
template <typename Make>
void answer(httplib::Response& response, Make make) {
  Json body;
  try {
    body = make();
    response.status = body.contains("malformed") && !body["malformed"].empty() ? 422 : 200;
  } catch (const Json::exception& error) {
    response.status = 400;
    body = {{"error", error.what()}};
  } catch (const std::invalid_argument& error) {
    response.status = 400;
    body = {{"error", error.what()}};
  } catch (const std::exception& error) {
    response.status = 500;
    body = {{"error", error.what()}};
  }
  response.set_content(body.dump() + "\n", "application/json");
}

void listen(httplib::Server& server, Service& service) {
  using httplib::Request;
  using httplib::Response;
  server.Post("/events", [&](const Request& request, Response& response) {
    answer(response, [&] { return service.take(rows_of(request.body)); });
  });
  server.Get(R"(/leads/([^/]+)/due)", [&](const Request& request, Response& response) {
    answer(response, [&] { return service.due(request.matches[1]); });
  });
  server.Post(R"(/leads/([^/]+)/assign)", [&](const Request& request, Response& response) {
    answer(response, [&] { return service.assign(request.matches[1]); });
  });
  server.Get("/actions", [&](const Request& request, Response& response) {
    const std::string since = request.get_param_value("since");
    answer(response, [&] { return service.actions(since.empty() ? 0 : std::stoull(since)); });
  });
  server.Get("/health", [&](const Request&, Response& response) {
    answer(response, [&] { return service.health(); });
  });
  server.Post("/reload", [&](const Request&, Response& response) {
    answer(response, [&] { return service.reload(); });
  });
}

int serve(const Options& options, const sigset_t& signals) {
  Service service(options);
  httplib::Server server;
  listen(server, service);
  const int port = options.port == 0 ? server.bind_to_any_port("127.0.0.1") : options.port;
  if (port < 0 || (options.port != 0 && !server.bind_to_port("127.0.0.1", port))) {
    std::fprintf(stderr, "router: cannot listen on port %d\n", options.port);
    return 3;
  }
  std::printf("router: http://127.0.0.1:%d\n", port);
  std::fflush(stdout);

  std::thread clock([&] { service.run_clock(); });
  std::thread http([&] { server.listen_after_bind(); });
  for (int signal = 0; sigwait(&signals, &signal) == 0 && signal == SIGHUP;) {
    try {
      std::printf("router: reloaded: %s\n", service.reload().dump().c_str());
    } catch (const std::exception& error) {
      std::fprintf(stderr, "router: the old policy stays in force: %s\n", error.what());
    }
    std::fflush(stdout);
  }
  server.stop();
  service.stop();
  http.join();
  clock.join();
  service.save();
  return 0;
}

}  // namespace
}  // namespace routing

int main(int argc, char** argv) {
  const std::optional<routing::Options> options = routing::parse(argc, argv);
  if (!options) {
    std::fputs(routing::kUsage, stderr);
    return 2;
  }
  // Before there are threads, so that all of them leave the signals to sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    return routing::serve(*options, signals);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "router: %s\n", error.what());
    return 3;
  }
}
