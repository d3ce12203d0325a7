#include <memory>
#include <unistd.h>

#include "cli/flags/scenario.h"
#include "cli/load/load_files.h"
#include "cli/program/command.h"
#include "load/report/report.h"
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
  const auto wanted = wanted_reports(flags.reports, load::load_report_formats());
  if (!wanted) return fail(wanted.error(), output);
  auto results = read_load_results(flags.files);
  if (!results) return fail(results.error(), output);
  const auto merged = load::merge(std::move(*results));
  if (!merged) return fail(merged.error(), output);
  bool written = write_reports(*wanted, load::load_report_formats(), *merged, output);
  if (console_on_stdout(*wanted) && !flags.quiet)
    written = output.result(load::render_console(*merged, console_style(STDOUT_FILENO))) && written;
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
