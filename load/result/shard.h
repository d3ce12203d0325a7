#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "load/result/result.h"

namespace sellsign::load {

/// Looks up an environment variable.
using GetEnvironment = std::function<std::optional<std::string>(const std::string& name)>;

/// This process's part of a test: from the flag (`2/4`, counted from 1), else from the environment of a
/// Kubernetes Indexed Job (JOB_COMPLETION_INDEX and JOB_COMPLETION_COUNT, which the manifest sets), of Slurm
/// (SLURM_PROCID and SLURM_NTASKS) or of Open MPI (OMPI_COMM_WORLD_RANK and OMPI_COMM_WORLD_SIZE), in this
/// order; else the whole. Error kind `usage`: values that make no sense, or one variable without the other.
Result<Shard> find_shard(std::string_view flag, const GetEnvironment& environment);

/// `2026-11-25T08:00:00Z`, with or without a fraction, or seconds since 1970. Error kind `usage`.
Result<std::chrono::system_clock::time_point> parse_start(std::string_view text);

}  // namespace sellsign::load
