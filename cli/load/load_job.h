#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/flags/target.h"
#include "cli/program/output.h"
#include "cli/target/embedded.h"
#include "harness/scenario/loader.h"
#include "http/client/exchanges.h"
#include "load/engine/engine.h"
#include "load/engine/plan.h"
#include "load/model/load_model.h"

namespace sellsign::cli {

/// The flags that `load` and `find-max` have in common, as they were typed.
struct LoadFlags {
  std::vector<std::string> paths;
  TargetFlags target;
  std::vector<std::string> vars;
  std::string vars_file;
  std::string profile;
  load::ProfileFlags levels;
  std::vector<std::string> slos;
  std::vector<std::string> reports;
  std::optional<std::uint64_t> seed;
  std::size_t threads = 1;
  std::string shard, start_at, run_id, max_rate;
  std::string late_limit = "5ms";
  std::optional<int> metrics_port;
  bool busy_wait = false;
  bool dry_run = false;
  bool quiet = false;
};

/// Declares those that both have.
void add_load_flags(FlagRows& rows, LoadFlags& flags);

/// A load run that is ready to be started: everything has been read and checked, nothing has been sent.
struct LoadJob {
  harness::Loaded loaded;  ///< the scenarios that `prepared` refers to
  EmbeddedMocks embedded;
  harness::Lease lease;
  http::Target target;
  http::TransportOptions transport;
  http::Waiting waiting = http::Waiting::sleep;
  std::vector<load::PreparedScenario> prepared;
  load::LoadOptions options;
  load::LoadPlan plan;
  Redactor redactor;
  std::string target_name;  ///< `embedded`, or the base URL

  load::LoadResult run() const;
};

/// What a job could not be made of; problems are of files.
struct JobTrouble {
  std::optional<Error> error;
  Problems problems;
};

/// Makes a job of flags. `need_profile`: whether a profile has to be named or made by flags, or any rate will
/// do, because the caller sets it. Null and `trouble` when it cannot be made. Starts the embedded mock when
/// there is no other target.
std::unique_ptr<LoadJob> make_job(const LoadFlags& flags, bool need_profile, JobTrouble& trouble);

/// Prints it, and gives the exit code for it.
ExitCode complain(const JobTrouble& trouble);

/// Where the run took place, for its reports.
load::Environment environment_of(const LoadJob& job);

}  // namespace sellsign::cli
