#include <algorithm>
#include <memory>
#include <unistd.h>

#include "cli/load/load_files.h"
#include "cli/program/command.h"
#include "load/result/merge.h"

namespace sellsign::cli {
namespace {

struct MergeCommandFlags {
  std::vector<std::string> files;
  std::vector<std::string> reports;
  bool quiet = false;
};

ExitCode merge_files(const MergeCommandFlags& flags) {
  const Output output;
  const auto fail = [&](const Error& error) { return output.error(error.message), ExitCode::usage; };
  const auto wanted = wanted_load_reports(flags.reports);
  if (!wanted) return fail(wanted.error());
  auto results = read_load_results(flags.files);
  if (!results) return fail(results.error());
  const auto merged = load::merge(std::move(*results));
  if (!merged) return fail(merged.error());
  bool written = write_load_reports(*wanted, *merged, output);
  const bool free_stdout =
      std::ranges::none_of(*wanted, [](const WantedLoadReport& report) { return report.path == "-"; });
  harness::ConsoleStyle style{wants_colour(STDOUT_FILENO)};
  if (isatty(STDOUT_FILENO) != 1) style.width = harness::ConsoleStyle::k_unbroken;
  if (free_stdout && !flags.quiet) written = output.result(load::render_console(*merged, style)) && written;
  return written ? merged->exit_code : ExitCode::unreachable;
}

}  // namespace

Action add_merge(FlagRows& rows) {
  auto flags = std::make_shared<MergeCommandFlags>();
  add_group(rows, "Options",
            {{.name = "file",
              .target = &flags->files,
              .about = "JSON reports of the shards of one test",
              .value = "FILE",
              .required = true},
             {"--report", &flags->reports, "FORMAT=FILE; may be repeated; - is stdout", "FORMAT=FILE"},
             {"--quiet", &flags->quiet, "No console report"}});
  return [flags](const Invocation&) { return merge_files(*flags); };
}

}  // namespace sellsign::cli
