#include <array>
#include <memory>
#include <mutex>
#include <unistd.h>

#include "cli/flags/scenario.h"
#include "cli/load/load_job.h"
#include "cli/load/load_view.h"
#include "cli/program/command.h"
#include "cli/program/signals.h"
#include "http/server/server.h"
#include "load/engine/metrics.h"
#include "load/report/report.h"

namespace sellsign::cli {
namespace {

/// The scrape endpoint of a run that goes on.
class MetricsPort {
 public:
  Result<> open(int port) {
    http::ServerOptions options;
    options.port = port;
    options.threads = 1;
    auto front =
        http::start_server([this](const http::Request& request) { return answer(request); }, options);
    if (!front) return front.error();
    front_ = *std::move(front);
    return std::monostate{};
  }
  int port() const { return front_ == nullptr ? 0 : front_->port(); }
  bool is_open() const { return front_ != nullptr; }

  void set(const load::LoadProgress& progress) {
    std::string text = load::render_metrics(progress);
    const std::scoped_lock lock(mutex_);
    text_ = std::move(text);
  }

 private:
  http::Reply answer(const http::Request& request) {
    if (request.path != "/metrics") return http::text_reply(404, "the metrics are at /metrics\n");
    const std::scoped_lock lock(mutex_);
    http::Reply reply;
    reply.status = 200;
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = text_;
    return reply;
  }

  std::mutex mutex_;
  std::string text_ = "# no second of the run is over yet\n";
  std::unique_ptr<http::Server> front_;  // last: its thread uses the others
};

/// The path for one shard: `{shard}` in it is the shard's number, counted from 1.
std::string path_of_shard(std::string path, const load::Shard& shard) {
  constexpr std::string_view k_place = "{shard}";
  const std::string number = std::to_string(shard.index + 1);
  for (std::size_t at = path.find(k_place); at != std::string::npos; at = path.find(k_place, at))
    path.replace(at, k_place.size(), number);
  return path;
}

ExitCode load(const LoadFlags& flags) {
  JobTrouble trouble;
  auto wanted = wanted_reports(flags.reports, load::load_report_formats());
  if (!wanted) return fail(wanted.error());
  const auto job = make_job(flags, true, trouble);
  if (job == nullptr) return complain(trouble);
  const Output output(job->redactor);
  for (WantedReport& report : *wanted) report.path = path_of_shard(report.path, job->options.shard);
  if (flags.dry_run) return print(job->plan.text(), output);
  if (const auto writable = check_reports(*wanted); !writable) return fail(writable.error(), output);
  MetricsPort metrics;
  if (flags.metrics_port) {
    if (auto opened = metrics.open(*flags.metrics_port); !opened) return fail(opened.error(), output);
    output.note("metrics on http://127.0.0.1:" + std::to_string(metrics.port()) + "/metrics\n");
  }
  if (job->lease.token.empty())
    output.note("sellsign: note: no token is sent: SELLSIGN_TOKEN is not set (or --secret-file given)\n");
  if (!flags.quiet || !job->target.loopback) output.note(job->plan.text());
  remember_interrupts();
  LoadView view(job->options, output, flags.quiet);
  job->options.progress = [&](const load::LoadProgress& progress) {
    if (metrics.is_open()) metrics.set(progress);
    view.show(progress);
  };
  const load::LoadResult result = job->run();
  view.end();
  const bool to_stdout = console_on_stdout(*wanted);
  bool written = true;
  if (!flags.quiet) {
    const std::string text =
        load::render_console(result, console_style(to_stdout ? STDOUT_FILENO : STDERR_FILENO));
    if (to_stdout)
      written = output.result(text);
    else
      output.note(text);
  }
  written = write_reports(*wanted, load::load_report_formats(), result, output) && written;
  if (!flags.quiet)
    for (const WantedReport& report : *wanted)
      if (report.path != "-") output.note("report: " + report.path + "\n");
  return written ? result.exit_code : harness::pick(std::array{result.exit_code, ExitCode::unreachable});
}

}  // namespace

Action add_load(FlagRows& rows) {
  auto flags = std::make_shared<LoadFlags>();
  load::ProfileFlags& levels = flags->levels;
  add_group(
      rows, "Load",
      {{"--profile", &flags->profile, "A profile of the scenario file", "NAME"},
       {"--rate", &levels.rate, "Open model: iterations start at this rate, such as 200/s", "RATE"},
       {"--users", &levels.users, "Closed model: so many users, each waits for its answers", "N"},
       {"--duration", &levels.duration, "How long, such as 30s; stretches the stages of a profile", "TIME"},
       {"--iterations", &levels.iterations, "Ends after so many iterations", "N"},
       {"--think-time", &levels.think_time, "Closed model: pause of a user between two iterations", "TIME"}});
  add_load_flags(rows, *flags);
  add_group(
      rows, "Output",
      {{"--report", &flags->reports,
        "html=FILE, json=FILE, csv=FILE, junit=FILE, md=FILE, hgrm=FILE; - is stdout, {shard} the shard's "
        "number; may be repeated",
        "FORMAT=FILE"},
       {"--metrics-port", &flags->metrics_port,
        "Serve /metrics for Prometheus while running (0: any free port)", "PORT", Between{0, 65535}},
       {"--dry-run", &flags->dry_run, "Print the plan, send nothing"}});
  add_group(
      rows, "Many machines",
      {{"--shard", &flags->shard,
        "This process's part of the test, such as 2/4 (default: from the environment of a Kubernetes Indexed "
        "Job, Slurm or Open MPI)",
        "I/N"},
       {"--start-at", &flags->start_at, "Common start of all shards, such as 2026-11-25T08:00:00Z",
        "MOMENT"}});
  return [flags](const Invocation&) { return load(*flags); };
}

}  // namespace sellsign::cli
