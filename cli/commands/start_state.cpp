#include "cli/commands/start_state.h"

#include <filesystem>

#include "cli/program/output.h"
#include "mock_server/mock/seed_data.h"

namespace sellsign::cli {
namespace {

Problems seed_from(const std::string& file, mock::Mock& mock) {
  const auto text = read_file(file);
  if (!text) return {Problem{file, text.error().message}};
  return mock::seed(mock, file, *text);
}

Problems generate_into(const ServiceFlags& flags, mock::Mock& mock) {
  auto options = mock::parse_generate(flags.generate);
  if (!options) return {Problem{"--generate", options.error().message}};
  if (flags.generate.find("seed=") == std::string::npos)
    options->seed = static_cast<std::int64_t>(flags.options.each_namespace.seed);
  mock::generate(mock.store(), *options, mock.options().settings);
  return {};
}

/// A mock that holds the state to start with.
Problems fill(const std::string& seed_data, const ServiceFlags& flags, mock::DataKeeper* keeper,
              mock::Mock& mock) {
  if (keeper != nullptr) {
    const auto loaded = keeper->load(mock.store());
    if (!loaded) return {{"--data", loaded.error().message}};
    if (std::filesystem::exists(flags.data)) return {};
  }
  if (!flags.generate.empty())
    if (auto problems = generate_into(flags, mock); !problems.empty()) return problems;
  return seed_data.empty() ? Problems{} : seed_from(seed_data, mock);
}

}  // namespace

Problems start_with(const std::string& seed_data, const ServiceFlags& flags, mock::DataKeeper* keeper,
                    mock::Namespaces& namespaces) {
  mock::Mock fresh(namespaces.main().mock().options());
  Problems problems = fill(seed_data, flags, keeper, fresh);
  if (!problems.empty()) return problems;
  if (!flags.faults.empty()) {
    const auto text = read_file(flags.faults);
    if (!text) return {Problem{flags.faults, text.error().message}};
    problems = namespaces.start_faults(*text);
    for (Problem& problem : problems) problem.where = flags.faults + " " + problem.where;
    if (!problems.empty()) return problems;
  }
  namespaces.main().store().restore(fresh.store().freeze());
  namespaces.set_base();
  return {};
}

}  // namespace sellsign::cli
