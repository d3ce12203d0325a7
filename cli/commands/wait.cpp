#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "api/departures.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "cli/flags/admin.h"
#include "cli/program/command.h"
#include "cli/program/output.h"
#include "net/socket.h"

namespace sellsign::cli {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds k_first_pause{2};
constexpr milliseconds k_longest_pause{100};
constexpr milliseconds k_longest_look{2'000};  // then another connection may have more luck

struct WaitCommandFlags {
  AdminFlags admin;
  std::string what = "readyz";
  std::string timeout = "30s";
};

/// What is waited for.
struct Wanted {
  http::Url url;
  std::string path;  ///< behind /__admin/; empty: only that the port accepts
  milliseconds patience{};

  std::string text() const {
    return path.empty() ? url.host + ":" + std::to_string(url.port) : url.text() + "/__admin/" + path;
  }
};

Result<Wanted> read_wanted(const WaitCommandFlags& flags) {
  auto url = admin_url(flags.admin);
  if (!url) return url.error();
  Wanted wanted{*std::move(url), flags.what, {}};
  if (const auto port = read_whole<int>(flags.what); port >= 1 && port <= 65'535) {
    wanted.url.port = *port;
    wanted.path.clear();
  } else if (flags.what != "readyz" && flags.what != "livez") {
    constexpr std::string_view k_names[] = {"readyz", "livez"};
    return usage_error("--for takes readyz, livez or a port, not \"" + flags.what + "\"" +
                       did_you_mean(flags.what, k_names));
  }
  const bool seconds = read_whole<int>(flags.timeout) >= 0;  // as run and call take it
  const auto patience = parse_milliseconds(flags.timeout + (seconds ? "s" : ""), std::chrono::hours(1));
  if (!patience) return usage_error("--timeout: " + patience.error().message);
  wanted.patience = *patience;
  return wanted;
}

Result<> look_at_port(const Wanted& wanted, const AdminFlags& flags, Clock::time_point until) {
  const auto target = client::admit(wanted.url, guard_options(flags.place));
  if (!target) return target.error();
  const auto socket = net::connect(target->address, wanted.url.port, until);
  if (!socket) return Error{ErrorKind::unreachable, socket.error().message};
  return std::monostate{};
}

/// Looks once. Error kinds `usage` and `refused` will not change by waiting.
Result<> look(const Wanted& wanted, const AdminFlags& flags, milliseconds most) {
  if (wanted.path.empty()) return look_at_port(wanted, flags, Clock::now() + most);
  const auto reply = ask_admin(wanted.url, flags, wanted.path, most);
  if (!reply) return reply.error();
  const std::string_view word = trimmed(reply->body, "\n");
  const bool is_mock = word == "ready" || word == "ok";
  if (reply->status == 200 && !is_mock)
    return Error{
        ErrorKind::http_status,
        "it answered 200, but as another server than a sellsign mock does: " + printable(reply->body, 120)};
  if (reply->status == 200) return std::monostate{};
  return Error{ErrorKind::http_status,
               "it answered " + std::to_string(reply->status) + " " + printable(reply->body, 120)};
}

ExitCode wait_for(const WaitCommandFlags& flags) {
  const Output output;
  const auto wanted = read_wanted(flags);
  if (!wanted) return fail(wanted.error(), output);
  const auto end = Clock::now() + wanted->patience;
  milliseconds pause = k_first_pause;
  std::string seen_last;
  for (int looks = 1;; ++looks) {
    const auto left = std::chrono::ceil<milliseconds>(end - Clock::now());
    const auto seen = look(*wanted, flags.admin, std::clamp(left, milliseconds(1), k_longest_look));
    if (seen) return ExitCode::held;
    const ErrorKind kind = seen.error().kind;
    if (kind == ErrorKind::refused || kind == ErrorKind::usage) return fail(seen.error(), output);
    const auto now = Clock::now();
    const bool was_cut = kind != ErrorKind::http_status && now >= end;  // by the end of our own patience
    if (!was_cut || seen_last.empty()) seen_last = seen.error().message;
    if (now >= end) {
      output.error(wanted->text() + " was not ready within " + show_duration(wanted->patience) + " (" +
                   std::to_string(looks) + (looks == 1 ? " look" : " looks") + "); seen last: " + seen_last);
      return ExitCode::unreachable;
    }
    std::this_thread::sleep_for(std::min<Clock::duration>(pause, end - now));
    pause = std::min(pause * 2, k_longest_pause);
  }
}

}  // namespace

Action add_wait(FlagRows& rows) {
  auto flags = std::make_shared<WaitCommandFlags>();
  add_group(
      rows, "Options",
      {{"--for", &flags->what, "readyz (seed data is loaded), livez, or a port that has to accept", "WHAT"},
       {"--timeout", &flags->timeout, "How long to wait: 500ms, 30s, 2m; a number alone is seconds",
        "TIME"}});
  add_admin_flags(rows, flags->admin);
  return [flags](const Invocation&) { return wait_for(*flags); };
}

}  // namespace sellsign::cli
